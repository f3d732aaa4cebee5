package io.trawl.source.snowflake;

import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.Results;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what SHOW says of a schema, of the kinds that the workflow includes. Needs no warehouse. */
final class SchemaLoader {

    private final DatabaseMetadata metadata;
    private final SnowflakeConnection included;
    private final int mostRows;
    private final SchemaKeys keys;

    /** @param mostRows that SHOW gives at most */
    SchemaLoader(Workflow.Source source, int mostRows) {
        this.metadata = source.metadata();
        this.included = (SnowflakeConnection) source.connection();
        this.mostRows = mostRows;
        this.keys = new SchemaKeys(mostRows);
    }

    /** Reads it: columns after tables, so that a table which is dropped meanwhile is found without columns, never the other way. */
    SchemaContents load(Connection session, SchemaName schema) throws SQLException {
        Optional<Map<String, SchemaTable>> relations = relations(session, schema);
        Map<ObjectName, SchemaTable> others = others(session, schema);
        boolean needsColumns =
                !others.isEmpty() || relations.map(all -> !all.isEmpty()).orElse(false);
        return new SchemaContents(
                relations,
                others,
                relations.isEmpty()
                        ? Optional.empty()
                        : needsColumns ? columns(session, schema) : Optional.of(Map.of()),
                metadata.includeTables() ? keys.ofSchema(session, schema) : Optional.of(Map.of()));
    }

    private Optional<Map<String, SchemaTable>> relations(Connection session, SchemaName schema) throws SQLException {
        Map<String, SchemaTable> relations = new HashMap<>();
        if (metadata.includeTables() && !addPage(session, "TABLES", schema, ShownTables::table, relations)
                || metadata.includeViews() && !addPage(session, "VIEWS", schema, ShownTables::view, relations)) {
            return Optional.empty();
        }
        ShownTables.complete(session, schema, relations);
        return Optional.of(relations);
    }

    /** Whether the page holds all. */
    private boolean addPage(
            Connection session,
            String objects,
            SchemaName schema,
            Results.Row<SchemaTable> row,
            Map<String, SchemaTable> relations)
            throws SQLException {
        List<SchemaTable> page = ShowPages.page(session, objects, schema.scope(), mostRows, null, row);
        page.forEach(table -> relations.put(table.name(), table));
        return page.size() < mostRows;
    }

    private Map<ObjectName, SchemaTable> others(Connection session, SchemaName schema) throws SQLException {
        Map<ObjectName, SchemaTable> others = new HashMap<>();
        if (metadata.includeTables() && included.includeStreams()) {
            add(session, "STREAMS", schema, ShownTables::stream, ObjectGroup.STREAM, others);
        }
        if (metadata.includeTables() && included.includeStages()) {
            add(session, "STAGES", schema, ShownTables::stage, ObjectGroup.STAGE, others);
        }
        if (metadata.includeTables() && included.includeSemanticViews()) {
            add(session, "SEMANTIC VIEWS", schema, ShownTables::semanticView, ObjectGroup.SEMANTIC_VIEW, others);
        }
        return others;
    }

    private static void add(
            Connection session,
            String objects,
            SchemaName schema,
            Results.Row<SchemaTable> row,
            ObjectGroup group,
            Map<ObjectName, SchemaTable> others)
            throws SQLException {
        ShowPages.all(session, objects, schema.scope(), row, SchemaTable::name)
                .forEach(table -> others.put(new ObjectName(group, table.name()), table));
    }

    /** SHOW COLUMNS has no pages: what has as many rows as it gives at most may lack some. */
    private Optional<Map<String, List<SourceColumn>>> columns(Connection session, SchemaName schema)
            throws SQLException {
        Map<String, List<SourceColumn>> columns = new HashMap<>();
        ShownTypes types = new ShownTypes();
        int[] rows = {0};
        Query.show("COLUMNS", schema).each(session, row -> {
            rows[0]++;
            if (!"METRIC"
                    .equals(ShowRow.text(row, "kind"))) { // OpenMetadata has no columns for metrics of semantic views
                SourceColumn column = new SourceColumn(
                        row.getString("column_name"),
                        types.of(row.getString("data_type")),
                        ShowRow.text(row, "comment"));
                columns.computeIfAbsent(row.getString("table_name"), none -> new ArrayList<>())
                        .add(column);
            }
        });
        return rows[0] >= mostRows ? Optional.empty() : Optional.of(columns);
    }
}
