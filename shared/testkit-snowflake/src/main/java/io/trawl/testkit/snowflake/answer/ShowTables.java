package io.trawl.testkit.snowflake.answer;

import static io.trawl.testkit.snowflake.answer.Answer.number;
import static io.trawl.testkit.snowflake.answer.Answer.text;
import static io.trawl.testkit.snowflake.answer.Answer.time;
import static io.trawl.testkit.snowflake.answer.ShowAnswers.words;

import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.sql.Sql.Show;
import java.util.List;
import java.util.stream.Stream;

/** SHOW TABLES, VIEWS and MATERIALIZED VIEWS. */
final class ShowTables {

    private static final List<Answer.Column> TABLES = List.of(
            time("created_on"),
            text("name"),
            text("database_name"),
            text("schema_name"),
            text("kind"),
            text("comment"),
            text("cluster_by"),
            number("rows"),
            number("bytes"),
            text("owner"),
            text("retention_time"),
            text("automatic_clustering"),
            text("change_tracking"),
            text("is_external"),
            text("enable_schema_evolution"),
            text("owner_role_type"),
            text("is_event"),
            text("budget"),
            text("is_hybrid"),
            text("is_iceberg"),
            text("is_dynamic"),
            text("is_immutable"));
    private static final List<Answer.Column> VIEWS = List.of(
            time("created_on"),
            text("name"),
            text("reserved"),
            text("database_name"),
            text("schema_name"),
            text("owner"),
            text("comment"),
            text("text"),
            text("is_secure"),
            text("is_materialized"),
            text("owner_role_type"),
            text("change_tracking"));
    private static final List<Answer.Column> MATERIALIZED = List.of(
            time("created_on"),
            text("name"),
            text("reserved"),
            text("database_name"),
            text("schema_name"),
            text("cluster_by"),
            number("rows"),
            number("bytes"),
            text("owner"),
            text("invalid"),
            text("invalid_reason"),
            text("behind_by"),
            text("comment"),
            text("text"),
            text("is_secure"),
            text("automatic_clustering"),
            text("owner_role_type"));

    private ShowTables() {}

    static Answer tables(Show show, Place place) {
        List<Table> all = place.schema().tables().stream()
                .filter(table -> !table.kind().isView())
                .toList();
        return Paging.page(show, TABLES, all, Table::name, table -> row(place, table));
    }

    private static Object[] row(Place place, Table table) {
        TableKind kind = table.kind();
        return new Object[] {
            table.created(),
            table.name(),
            place.databaseName(),
            place.schemaName(),
            kind.shown,
            words(table.comment()),
            words(table.clusterBy()),
            kind == TableKind.EXTERNAL ? null : 1_000,
            kind == TableKind.EXTERNAL ? null : 65_536,
            table.owner(),
            kind == TableKind.TEMPORARY ? "0" : "1",
            table.clusterBy() == null ? "OFF" : "ON",
            "OFF",
            yes(kind == TableKind.EXTERNAL),
            "N",
            "ROLE",
            yes(kind == TableKind.EVENT),
            null,
            yes(kind == TableKind.HYBRID),
            yes(kind == TableKind.ICEBERG),
            yes(kind == TableKind.DYNAMIC),
            "N"
        };
    }

    static Answer views(Show show, Place place) {
        List<Table> all = place.schema().tables().stream()
                .filter(table -> table.kind().isView())
                .flatMap(view -> view.listedTwice() ? Stream.of(view, view) : Stream.of(view))
                .toList();
        return Paging.page(show, VIEWS, all, Table::name, view -> new Object[] {
            view.created(),
            view.name(),
            "",
            place.databaseName(),
            place.schemaName(),
            view.owner(),
            words(view.comment()),
            visibleText(view, place),
            Boolean.toString(view.secure()),
            Boolean.toString(view.kind() == TableKind.MATERIALIZED_VIEW),
            "ROLE",
            "OFF"
        });
    }

    static Answer materializedViews(Show show, Place place) {
        List<Table> all = place.schema().tables().stream()
                .filter(table -> table.kind() == TableKind.MATERIALIZED_VIEW)
                .toList();
        return Paging.page(show, MATERIALIZED, all, Table::name, view -> new Object[] {
            view.created(),
            view.name(),
            "",
            place.databaseName(),
            place.schemaName(),
            words(view.clusterBy()),
            1_000,
            65_536,
            view.owner(),
            "false",
            "",
            "0s",
            words(view.comment()),
            visibleText(view, place),
            Boolean.toString(view.secure()),
            view.clusterBy() == null ? "OFF" : "ON",
            "ROLE"
        });
    }

    /** Empty for those who may not see it (docs.snowflake.com/en/user-guide/views-secure). */
    static String visibleText(Table table, Place place) {
        return table.textVisibleTo(place.role()) ? words(table.text()) : "";
    }

    private static String yes(boolean is) {
        return is ? "Y" : "N";
    }
}
