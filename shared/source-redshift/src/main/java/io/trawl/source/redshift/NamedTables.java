package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.source.kit.Bisection;
import io.trawl.source.kit.PartialResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

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

    /** Takes a row of one of the tables that were asked for. */
    @FunctionalInterface
    private interface Rows {
        void add(SchemaObject table, ResultSet row) throws SQLException;
    }

    /**
     * One result for each descriptor.
     *
     * @param batch of one database
     * @throws Exception if a statement fails; nothing is read then
     */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws Exception {
        try {
            return ask(connection, batch);
        } catch (SQLException e) {
            if (SessionState.isCauseOf(e)) {
                throw e;
            }
            return limits.during(connection, limits.elsewhere(), session -> {
                List<ReadResult> results = new ArrayList<>(batch.size());
                for (List<EntityDescriptor> schema : bySchema(batch)) {
                    results.addAll(readSchema(session, schema));
                }
                return results;
            });
        }
    }

    private static Collection<List<EntityDescriptor>> bySchema(List<EntityDescriptor> batch) {
        Map<String, List<EntityDescriptor>> schemas = new LinkedHashMap<>();
        batch.forEach(descriptor -> schemas.computeIfAbsent(descriptor.schema(), schema -> new ArrayList<>())
                .add(descriptor));
        return schemas.values();
    }

    /** Reads tables of one schema, in halves where it fails; what takes too long is not asked again for fewer tables. */
    private List<ReadResult> readSchema(Connection session, List<EntityDescriptor> batch) throws Exception {
        AtomicInteger failures = new AtomicInteger();
        Bisection.Rule rule = (failure, size) -> {
            if (SessionState.isCauseOf(failure)) {
                throw failure;
            }
            return failures.incrementAndGet() <= MOST_FAILURES
                    && size > 1
                    && !RedshiftFailures.INSTANCE.statementTimedOut(failure);
        };
        PartialResult<EntityDescriptor, ReadResult> read =
                new Bisection<EntityDescriptor, ReadResult>(some -> ask(session, some), rule).whole(batch);
        List<ReadResult> results = new ArrayList<>(read.found());
        read.unreadable().forEach((descriptor, failure) -> results.add(failed(descriptor, failure)));
        return results;
    }

    private static Outcome.Failed failed(EntityDescriptor descriptor, Exception failure) {
        FailureKind kind = RedshiftFailures.INSTANCE.classify(failure);
        return new Outcome.Failed(
                descriptor,
                // The same statement is right for other schemas.
                kind == FailureKind.BUG ? FailureKind.INVALID : kind,
                "schema " + descriptor.schema() + " does not answer: " + RedshiftFailures.line(failure));
    }

    private List<ReadResult> ask(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        Set<SchemaObject> asked = new LinkedHashSet<>();
        batch.forEach(descriptor -> asked.add(SchemaObject.of(descriptor)));
        String database = batch.get(0).database();
        Map<SchemaObject, NamedTable> found = new HashMap<>();
        ask(connection, tables, database, asked, (table, row) -> found.put(table, NamedTable.of(row)));
        if (!found.isEmpty()) {
            ask(connection, columns, database, found.keySet(), (table, row) -> found.get(table)
                    .columns()
                    .add(NamedColumn.of(row)));
        }
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            results.add(result(descriptor, found.get(SchemaObject.of(descriptor))));
        }
        return results;
    }

    /** Schemas and names are asked for apart, so that tables of the same name in another schema come too: not taken. */
    private static void ask(Connection connection, Sql sql, String database, Set<SchemaObject> tables, Rows rows)
            throws SQLException {
        Set<String> schemas = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (SchemaObject table : tables) {
            schemas.add(table.schema());
            names.add(table.name());
        }
        String text = sql.withBinds("schemas", schemas.size())
                .withBinds("tables", names.size())
                .text();
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setString(1, database);
            Sql.bind(statement, Sql.bind(statement, 2, schemas), names);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    SchemaObject table = new SchemaObject(row.getString("schema_name"), row.getString("table_name"));
                    if (tables.contains(table)) {
                        rows.add(table, row);
                    }
                }
            }
        }
    }

    private ReadResult result(EntityDescriptor descriptor, NamedTable table) {
        if (table == null) {
            return new Outcome.Gone(descriptor);
        }
        if (table.columns().isEmpty()) {
            return new Outcome.Failed(
                    descriptor, FailureKind.INVALID, "its columns are unknown: " + columnsFrom + " lists none");
        }
        try {
            return new ReadResult.Read(descriptor, mapper.table(descriptor, table));
        } catch (RuntimeException e) {
            return new Outcome.Failed(descriptor, FailureKind.BUG, e.toString());
        }
    }
}
