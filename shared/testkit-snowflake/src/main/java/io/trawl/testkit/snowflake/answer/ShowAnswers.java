package io.trawl.testkit.snowflake.answer;

import static io.trawl.testkit.snowflake.answer.Answer.text;
import static io.trawl.testkit.snowflake.answer.Answer.time;

import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.sql.Sql.Show;
import java.util.List;

/** Answers SHOW; columns and their order as docs.snowflake.com/en/sql-reference/sql/show-... say. */
public final class ShowAnswers {

    private static final List<Answer.Column> DATABASES = List.of(
            time("created_on"),
            text("name"),
            text("is_default"),
            text("is_current"),
            text("origin"),
            text("owner"),
            text("comment"),
            text("options"),
            text("retention_time"),
            text("kind"),
            text("owner_role_type"));
    private static final List<Answer.Column> SCHEMAS = List.of(
            time("created_on"),
            text("name"),
            text("is_default"),
            text("is_current"),
            text("database_name"),
            text("owner"),
            text("comment"),
            text("options"),
            text("retention_time"),
            text("owner_role_type"));

    private ShowAnswers() {}

    /** The answer for a role. */
    public static Answer answer(Show show, Catalog catalog) {
        if (show.names().isEmpty()) {
            return Paging.page(show, DATABASES, catalog.databases(), Database::name, ShowAnswers::row);
        }
        Database database = catalog.database(show.names().get(0));
        if (show.names().size() == 1) {
            return Paging.page(show, SCHEMAS, catalog.schemas(database), Schema::name, schema -> row(database, schema));
        }
        Schema schema = catalog.schema(database.name(), show.names().get(1));
        Place place = new Place(database, schema, catalog.role());
        return switch (show.what()) {
            case TABLES -> ShowTables.tables(show, place);
            case VIEWS -> ShowTables.views(show, place);
            case MATERIALIZED_VIEWS -> ShowTables.materializedViews(show, place);
            case DYNAMIC_TABLES -> ShowSpecialTables.dynamic(show, place);
            case EXTERNAL_TABLES -> ShowSpecialTables.external(show, place);
            case ICEBERG_TABLES -> ShowSpecialTables.iceberg(show, place);
            case STREAMS -> ShowOthers.streams(show, place);
            case STAGES -> ShowOthers.stages(show, place);
            case SEMANTIC_VIEWS -> ShowOthers.semanticViews(show, place);
            case COLUMNS -> ShowColumns.answer(place);
            case PRIMARY_KEYS, UNIQUE_KEYS, IMPORTED_KEYS -> ShowKeys.answer(show, place);
            case USER_PROCEDURES -> ShowRoutines.procedures(place);
            case USER_FUNCTIONS -> ShowRoutines.functions(place);
            case DATABASES, SCHEMAS -> throw new IllegalStateException(show.kind());
        };
    }

    private static Object[] row(Database database) {
        return new Object[] {
            database.created(),
            database.name(),
            "N",
            "N",
            database.origin(),
            database.owner(),
            words(database.comment()),
            "",
            "1",
            database.kind(),
            "ROLE"
        };
    }

    private static Object[] row(Database database, Schema schema) {
        return new Object[] {
            schema.created(),
            schema.name(),
            "N",
            "N",
            database.name(),
            schema.owner(),
            words(schema.comment()),
            "",
            "1",
            "ROLE"
        };
    }

    /** A comment: SHOW says an empty text where there is none, INFORMATION_SCHEMA says null. */
    static String words(String comment) {
        return comment == null ? "" : comment;
    }
}
