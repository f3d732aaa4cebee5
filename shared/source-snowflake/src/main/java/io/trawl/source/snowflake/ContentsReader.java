package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.DriverMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a batch needs of its schema: what SHOW says of the whole schema, which other batches may have asked for in the last
 * minute; of a large schema, what is said of the batch alone. Safe for use by several threads.
 */
final class ContentsReader {

    private final SchemaLoader loader;
    private final LargeSchema large;
    private final SchemaFailures failures;
    private final SchemaCache<SchemaContents> cache;

    /** @param mostRows that SHOW gives at most */
    ContentsReader(Workflow.Source source, DriverMessages messages, Clock clock, int mostRows) {
        this.loader = new SchemaLoader(source, mostRows);
        this.large = new LargeSchema(mostRows);
        this.failures = new SchemaFailures(messages);
        this.cache = new SchemaCache<>(clock, SchemaCache.MOST_ROWS, SchemaContents::rows);
    }

    /**
     * Reads it; what lacks an object of the batch, or its columns, is read once more. So is what was read before an object of the
     * batch was last altered: with that version, an older state would pass for the present one in later runs.
     */
    BatchContents read(Connection session, SchemaName schema, List<EntityDescriptor> batch) throws Exception {
        long before = cache.mark();
        boolean isOlder = cache.isOlder(schema, Versions.lastAltered(batch));
        SchemaContents contents = contents(session, schema, isOlder ? before : 0);
        if (batch.stream().anyMatch(descriptor -> isLacking(contents, ObjectName.of(descriptor)))) {
            return of(session, schema, contents(session, schema, before), batch);
        }
        return of(session, schema, contents, batch);
    }

    /** Forgets what was read. */
    void forget() {
        cache.forget();
    }

    /**
     * Columns of one table or view.
     *
     * @return empty if the role sees none
     */
    List<SourceColumn> columns(Connection session, SchemaName schema, String name) throws Exception {
        Optional<Map<String, List<SourceColumn>>> columns =
                contents(session, schema, 0).columns();
        Map<String, List<SourceColumn>> found =
                columns.isPresent() ? columns.get() : large.columns(session, schema, List.of(name));
        return found.getOrDefault(name, List.of());
    }

    private SchemaContents contents(Connection session, SchemaName schema, long since) throws Exception {
        return cache.getSince(since, schema, () -> failures.read(schema, () -> loader.load(session, schema)));
    }

    private static boolean isLacking(SchemaContents contents, ObjectName object) {
        if (object.group() != ObjectGroup.RELATION) {
            return !contents.others().containsKey(object);
        }
        return contents.relations().map(all -> !all.containsKey(object.name())).orElse(false)
                || contents.columns()
                        .map(all -> !all.containsKey(object.name()))
                        .orElse(false);
    }

    private BatchContents of(
            Connection session, SchemaName schema, SchemaContents contents, List<EntityDescriptor> batch)
            throws SQLException {
        Map<ObjectName, SchemaTable> tables = tables(session, schema, contents, batch);
        Set<String> withColumns = new HashSet<>();
        Set<String> withKeys = new HashSet<>();
        tables.forEach((object, table) -> {
            if (object.group() == ObjectGroup.RELATION || object.group() == ObjectGroup.SEMANTIC_VIEW) {
                withColumns.add(object.name());
            }
            if (object.group() == ObjectGroup.RELATION && !table.kind().isView()) {
                withKeys.add(object.name());
            }
        });
        return new BatchContents(
                tables,
                contents.columns().isPresent() || withColumns.isEmpty()
                        ? contents.columns().orElse(Map.of())
                        : large.columns(session, schema, withColumns),
                contents.keys().isPresent() || withKeys.isEmpty()
                        ? contents.keys().orElse(Map.of())
                        : large.keys(session, schema, withKeys));
    }

    private Map<ObjectName, SchemaTable> tables(
            Connection session, SchemaName schema, SchemaContents contents, List<EntityDescriptor> batch)
            throws SQLException {
        Map<ObjectName, SchemaTable> tables = new HashMap<>();
        Set<String> tableNames = new HashSet<>();
        Set<String> viewNames = new HashSet<>();
        for (EntityDescriptor descriptor : batch) {
            ObjectName object = ObjectName.of(descriptor);
            if (object.group() != ObjectGroup.RELATION) {
                Optional.ofNullable(contents.others().get(object)).ifPresent(other -> tables.put(object, other));
            } else if (contents.relations().isPresent()) {
                Optional.ofNullable(contents.relations().get().get(object.name()))
                        .ifPresent(relation -> tables.put(object, relation));
            } else {
                (ShownKind.isOfView(descriptor) ? viewNames : tableNames).add(object.name());
            }
        }
        if (!tableNames.isEmpty()) {
            add(tables, large.tables(session, schema, "TABLES", ShownTables::table, tableNames));
        }
        if (!viewNames.isEmpty()) {
            add(tables, large.tables(session, schema, "VIEWS", ShownTables::view, viewNames));
        }
        return tables;
    }

    private static void add(Map<ObjectName, SchemaTable> tables, Map<String, SchemaTable> relations) {
        relations.forEach((name, table) -> tables.put(ObjectName.relation(name), table));
    }
}
