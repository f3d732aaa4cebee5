package io.trawl.source.snowflake;

import io.trawl.source.kit.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads rows of SHOW about tables, views, streams, stages and semantic views. */
final class ShownTables {

    /** SHOW of one kind, and what it says that SHOW TABLES and SHOW VIEWS do not. */
    private record Detail(String objects, String column, BiFunction<SchemaTable, String, SchemaTable> with) {}

    /** Where an Iceberg table lies, relative to its external volume, is not asked for. */
    private static final Map<Kind, Detail> DETAILS = Map.of(
            Kind.DYNAMIC_TABLE, new Detail("DYNAMIC TABLES", "text", SchemaTable::withText),
            Kind.EXTERNAL_TABLE, new Detail("EXTERNAL TABLES", "location", SchemaTable::withLocation),
            Kind.MATERIALIZED_VIEW, new Detail("MATERIALIZED VIEWS", "cluster_by", SchemaTable::withClusterBy));

    private static final String TEXT = "text";

    private ShownTables() {}

    /** A row of SHOW TABLES. */
    static SchemaTable table(ResultSet row) throws SQLException {
        return of(row, ShownKind.ofTable(row)).withClusterBy(ShowRow.text(row, "cluster_by"));
    }

    /** A row of SHOW VIEWS. */
    static SchemaTable view(ResultSet row) throws SQLException {
        return of(row, ShownKind.ofView(row)).withText(ShowRow.text(row, TEXT));
    }

    /** A row of SHOW STREAMS. */
    static SchemaTable stream(ResultSet row) throws SQLException {
        return of(row, Kind.STREAM).withBase(ShowRow.text(row, "table_name"));
    }

    /** A row of SHOW STAGES. An internal stage has no location that a user knows. */
    static SchemaTable stage(ResultSet row) throws SQLException {
        return of(row, Kind.STAGE).withLocation(ShowRow.text(row, "url"));
    }

    /** A row of SHOW SEMANTIC VIEWS. */
    static SchemaTable semanticView(ResultSet row) throws SQLException {
        return of(row, Kind.SEMANTIC_VIEW);
    }

    private static SchemaTable of(ResultSet row, Kind kind) throws SQLException {
        return new SchemaTable(
                row.getString("name"),
                kind,
                ShowRow.text(row, "comment"),
                ShowRow.text(row, "owner"),
                null,
                null,
                null,
                null);
    }

    /**
     * Completes dynamic and external tables and materialized views, with one statement for each of these kinds that is there.
     *
     * @param tables by raw name
     */
    static void complete(Connection session, SchemaName schema, Map<String, SchemaTable> tables) throws SQLException {
        for (Map.Entry<Kind, Detail> each : DETAILS.entrySet()) {
            if (tables.values().stream().anyMatch(table -> table.kind() == each.getKey())) {
                Detail detail = each.getValue();
                for (Named named : names(session, schema, detail)) {
                    tables.computeIfPresent(
                            named.name(), (name, table) -> detail.with().apply(table, named.value()));
                }
            }
        }
    }

    private record Named(String name, @Nullable String value) {}

    private static List<Named> names(Connection session, SchemaName schema, Detail detail) throws SQLException {
        return ShowPages.all(
                session,
                detail.objects(),
                schema.scope(),
                row -> new Named(ShowRow.text(row, "name"), ShowRow.text(row, detail.column())),
                Named::name);
    }
}
