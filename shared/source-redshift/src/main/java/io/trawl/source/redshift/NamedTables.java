package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.util.Blank;
import io.trawl.source.kit.BatchReader;
import io.trawl.source.kit.Bisection;
import io.trawl.source.kit.PartialResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables by name, with two statements. What they ask for may come from a data catalog or cluster elsewhere; where that does
 * not answer for one schema, the others are asked alone, and where it does not answer for one table, the tables are halved.
 */
final class NamedTables {

    /** More failures than it takes to find one table among thousands: then the schema is broken as a whole. */
    private static final int MOST_FAILURES = 12;

    private final Sql tables;
    private final Sql columns;
    private final String columnsFrom;
    private final TableMapper mapper;
    private final TimeLimits limits;

    /**
     * @param columnsFrom the view that {@code columns} reads, for messages
     */
    NamedTables(Sql tables, Sql columns, String columnsFrom, TableMapper mapper, TimeLimits limits) {
        this.tables = tables;
        this.columns = columns;
        this.columnsFrom = columnsFrom;
        this.mapper = mapper;
        this.limits = limits;
    }

    /**
     * A table or view that has no oid: an external one, or one of a datashare.
     *
     * @param description its comment
     * @param location where its data lies
     * @param columns in their order
     */
    record NamedTable(
            @Nullable String description, @Nullable String location, List<NamedColumn> columns) {

        /** A row of external-tables.sql or shared-tables.sql, with no columns yet. */
        static NamedTable of(ResultSet row) throws SQLException {
            return new NamedTable(
                    Blank.toNull(row.getString("remarks")), Blank.toNull(row.getString("location")), new ArrayList<>());
        }
    }

    /** As {@link io.trawl.source.kit.Dialect#read}. */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws Exception {
        try {
            return ask(connection, batch);
        } catch (SQLException e) {
            SessionState.rethrowIfSessionFailed(e);
            Map<String, List<EntityDescriptor>> schemas = batch.stream()
                    .collect(Collectors.groupingBy(EntityDescriptor::schema, LinkedHashMap::new, Collectors.toList()));
            return limits.during(connection, limits.elsewhere(), session -> {
                List<ReadResult> results = new ArrayList<>(batch.size());
                for (List<EntityDescriptor> schema : schemas.values()) {
                    results.addAll(readSchema(session, schema));
                }
                return results;
            });
        }
    }

    /** Reads tables of one schema, in halves where it fails; what takes too long is not asked again for fewer tables. */
    private List<ReadResult> readSchema(Connection session, List<EntityDescriptor> batch) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        PartialResult<EntityDescriptor, ReadResult> read = new Bisection<EntityDescriptor, ReadResult>(
                        some -> ask(session, some), (failure, size) -> {
                            SessionState.rethrowIfSessionFailed(failure);
                            return failures.incrementAndGet() <= MOST_FAILURES
                                    && size > 1
                                    && !RedshiftFailures.INSTANCE.statementTimedOut(failure);
                        })
                .whole(batch);
        List<ReadResult> results = new ArrayList<>(read.found());
        read.unreadable().forEach((descriptor, failure) -> {
            Failure ofSchema = RedshiftFailures.ofSchema("schema " + descriptor.schema(), failure);
            results.add(new Outcome.Failed(descriptor, ofSchema.kind(), ofSchema.message()));
        });
        return results;
    }

    private List<ReadResult> ask(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        Set<SchemaObject> asked = new LinkedHashSet<>();
        batch.forEach(descriptor -> asked.add(SchemaObject.of(descriptor)));
        String database = batch.get(0).database();
        Map<SchemaObject, NamedTable> found = new HashMap<>();
        about(tables, database, asked).each(connection, row -> {
            SchemaObject table = SchemaObject.of(row);
            if (asked.contains(table)) {
                found.put(table, NamedTable.of(row));
            }
        });
        if (!found.isEmpty()) {
            about(columns, database, found.keySet()).each(connection, row -> {
                NamedTable table = found.get(SchemaObject.of(row));
                if (table != null) {
                    table.columns().add(NamedColumn.of(row));
                }
            });
        }
        return batch.stream()
                .map(descriptor -> result(descriptor, found.get(SchemaObject.of(descriptor))))
                .toList();
    }

    /** Schemas and names are asked for apart, so that tables of the same name in another schema come too: not taken. */
    private static Sql about(Sql sql, String database, Set<SchemaObject> tables) {
        Set<String> schemas = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (SchemaObject table : tables) {
            schemas.add(table.schema());
            names.add(table.name());
        }
        return sql.bind(database).bind("schemas", schemas).bind("tables", names);
    }

    private ReadResult result(EntityDescriptor descriptor, NamedTable table) {
        if (table == null) {
            return new Outcome.Gone(descriptor);
        }
        if (table.columns().isEmpty()) {
            return new Outcome.Failed(
                    descriptor, FailureKind.INVALID, "its columns are unknown: " + columnsFrom + " lists none");
        }
        return BatchReader.result(descriptor, List.of(), () -> mapper.table(descriptor, table));
    }
}
