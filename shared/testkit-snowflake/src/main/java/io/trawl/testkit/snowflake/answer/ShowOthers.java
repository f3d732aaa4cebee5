package io.trawl.testkit.snowflake.answer;

import static io.trawl.testkit.snowflake.answer.Answer.text;
import static io.trawl.testkit.snowflake.answer.Answer.time;
import static io.trawl.testkit.snowflake.answer.ShowAnswers.words;

import io.trawl.testkit.snowflake.model.SemanticView;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Stage;
import io.trawl.testkit.snowflake.model.Stream;
import io.trawl.testkit.snowflake.sql.Sql.Show;
import java.util.List;

/** SHOW STREAMS, STAGES and SEMANTIC VIEWS. */
final class ShowOthers {

    private static final List<Answer.Column> STREAMS = List.of(
            time("created_on"),
            text("name"),
            text("database_name"),
            text("schema_name"),
            text("owner"),
            text("comment"),
            text("table_name"),
            text("source_type"),
            text("base_tables"),
            text("type"),
            text("stale"),
            text("mode"),
            time("stale_after"),
            text("invalid_reason"),
            text("owner_role_type"));
    private static final List<Answer.Column> STAGES = List.of(
            time("created_on"),
            text("name"),
            text("database_name"),
            text("schema_name"),
            text("url"),
            text("has_credentials"),
            text("has_encryption_key"),
            text("owner"),
            text("comment"),
            text("region"),
            text("type"),
            text("cloud"),
            text("notification_channel"),
            text("storage_integration"),
            text("endpoint"),
            text("owner_role_type"),
            text("directory_enabled"));
    private static final List<Answer.Column> SEMANTIC_VIEWS = List.of(
            time("created_on"),
            text("name"),
            text("database_name"),
            text("schema_name"),
            text("comment"),
            text("owner"),
            text("owner_role_type"),
            text("extension"));

    private ShowOthers() {}

    static Answer streams(Show show, Place place) {
        return Paging.page(show, STREAMS, place.schema().streams(), Stream::name, stream -> new Object[] {
            SnowflakeModel.EPOCH,
            stream.name(),
            place.databaseName(),
            place.schemaName(),
            stream.owner(),
            words(stream.comment()),
            stream.source(),
            stream.sourceType(),
            stream.source(),
            "DELTA",
            "false",
            stream.mode(),
            SnowflakeModel.EPOCH,
            "N/A",
            "ROLE"
        });
    }

    static Answer stages(Show show, Place place) {
        return Paging.page(show, STAGES, place.schema().stages(), Stage::name, stage -> new Object[] {
            SnowflakeModel.EPOCH,
            stage.name(),
            place.databaseName(),
            place.schemaName(),
            stage.url(),
            "N",
            "N",
            stage.owner(),
            words(stage.comment()),
            stage.cloud() == null ? null : "eu-central-1",
            stage.cloud() == null ? "INTERNAL" : "EXTERNAL",
            stage.cloud(),
            null,
            null,
            null,
            "ROLE",
            "N"
        });
    }

    static Answer semanticViews(Show show, Place place) {
        return Paging.page(
                show, SEMANTIC_VIEWS, place.schema().semanticViews(), SemanticView::name, view -> new Object[] {
                    SnowflakeModel.EPOCH,
                    view.name(),
                    place.databaseName(),
                    place.schemaName(),
                    words(view.comment()),
                    view.owner(),
                    "ROLE",
                    null
                });
    }
}
