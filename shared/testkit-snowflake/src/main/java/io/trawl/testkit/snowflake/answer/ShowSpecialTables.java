package io.trawl.testkit.snowflake.answer;

import static io.trawl.testkit.snowflake.answer.Answer.number;
import static io.trawl.testkit.snowflake.answer.Answer.text;
import static io.trawl.testkit.snowflake.answer.Answer.time;
import static io.trawl.testkit.snowflake.answer.ShowAnswers.words;

import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.sql.Sql.Show;
import java.util.List;

/** SHOW DYNAMIC TABLES, EXTERNAL TABLES and ICEBERG TABLES. */
final class ShowSpecialTables {

    private static final List<Answer.Column> DYNAMIC = List.of(
            time("created_on"),
            text("name"),
            text("database_name"),
            text("schema_name"),
            text("cluster_by"),
            number("rows"),
            number("bytes"),
            text("owner"),
            text("target_lag"),
            text("refresh_mode"),
            text("refresh_mode_reason"),
            text("warehouse"),
            text("comment"),
            text("text"),
            text("automatic_clustering"),
            text("scheduling_state"),
            time("last_suspended_on"),
            text("is_clone"),
            text("is_replica"),
            text("is_iceberg"),
            time("data_timestamp"),
            text("owner_role_type"));
    private static final List<Answer.Column> EXTERNAL = List.of(
            time("created_on"),
            text("name"),
            text("database_name"),
            text("schema_name"),
            text("invalid"),
            text("invalid_reason"),
            text("owner"),
            text("comment"),
            text("stage"),
            text("location"),
            text("file_format_name"),
            text("file_format_type"),
            text("cloud"),
            text("region"),
            text("notification_channel"),
            time("last_refreshed_on"),
            text("table_format"),
            text("last_refresh_details"),
            text("owner_role_type"));
    private static final List<Answer.Column> ICEBERG = List.of(
            time("created_on"),
            text("name"),
            text("database_name"),
            text("schema_name"),
            text("owner"),
            text("external_volume_name"),
            text("catalog_name"),
            text("iceberg_table_type"),
            text("catalog_table_name"),
            text("catalog_namespace"),
            text("base_location"),
            text("can_write_metadata"),
            text("comment"),
            text("name_mapping"),
            text("owner_role_type"),
            text("catalog_sync_name"),
            text("auto_refresh_status"));

    private ShowSpecialTables() {}

    private static List<Table> of(TableKind kind, Place place) {
        return place.schema().tables().stream()
                .filter(table -> table.kind() == kind)
                .toList();
    }

    static Answer dynamic(Show show, Place place) {
        return Paging.page(show, DYNAMIC, of(TableKind.DYNAMIC, place), Table::name, table -> new Object[] {
            table.created(),
            table.name(),
            place.databaseName(),
            place.schemaName(),
            words(table.clusterBy()),
            1_000,
            65_536,
            table.owner(),
            "1 hour",
            "INCREMENTAL",
            null,
            "COMPUTE_WH",
            words(table.comment()),
            ShowTables.visibleText(table, place),
            "OFF",
            "ACTIVE",
            null,
            "false",
            "false",
            "false",
            table.lastAltered(),
            "ROLE"
        });
    }

    static Answer external(Show show, Place place) {
        return Paging.page(show, EXTERNAL, of(TableKind.EXTERNAL, place), Table::name, table -> new Object[] {
            table.created(),
            table.name(),
            place.databaseName(),
            place.schemaName(),
            "false",
            null,
            table.owner(),
            words(table.comment()),
            "\"" + place.databaseName() + "\".\"" + place.schemaName() + "\".\"LANDING\"",
            table.location(),
            "",
            "PARQUET",
            "AWS",
            "eu-central-1",
            null,
            table.lastAltered(),
            "",
            null,
            "ROLE"
        });
    }

    static Answer iceberg(Show show, Place place) {
        return Paging.page(show, ICEBERG, of(TableKind.ICEBERG, place), Table::name, table -> new Object[] {
            table.created(),
            table.name(),
            place.databaseName(),
            place.schemaName(),
            table.owner(),
            "LAKE",
            "SNOWFLAKE",
            "MANAGED",
            "",
            null,
            table.location(),
            "Y",
            words(table.comment()),
            null,
            "ROLE",
            null,
            null
        });
    }
}
