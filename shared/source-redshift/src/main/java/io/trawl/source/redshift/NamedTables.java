package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
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
     * @throws SQLException if a statement fails; nothing is read then
     */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        try {
            return ask(connection, batch);
        } catch (SQLException e) {
            if (SessionState.isCauseOf(e)) {
                throw e;
            }
            return limits.during(connection, limits.elsewhere(), session -> {
                List<ReadResult> results = new ArrayList<>(batch.size());
                for (List<EntityDescriptor> schema : bySchema(batch)) {
                    results.addAll(new OneSchema(session).read(schema));
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
    private final class OneSchema {

        private final Connection session;
        private final List<ReadResult> results = new ArrayList<>();
        private int failures;

        OneSchema(Connection session) {
            this.session = session;
        }

        List<ReadResult> read(List<EntityDescriptor> batch) throws SQLException {
            readOrHalve(batch);
            return results;
        }

        private void readOrHalve(List<EntityDescriptor> batch) throws SQLException {
            try {
                results.addAll(ask(session, batch));
            } catch (SQLException e) {
                if (SessionState.isCauseOf(e)) {
                    throw e;
                }
                failures++;
                if (batch.size() == 1 || failures > MOST_FAILURES || RedshiftFailures.INSTANCE.statementTimedOut(e)) {
                    fail(batch, e, results);
                    return;
                }
                int middle = batch.size() / 2;
                readOrHalve(batch.subList(0, middle));
                readOrHalve(batch.subList(middle, batch.size()));
            }
        }
    }

    private static void fail(List<EntityDescriptor> batch, SQLException e, List<ReadResult> results) {
        FailureKind kindOf = RedshiftFailures.INSTANCE.classify(e);
        // The same statement is right for other schemas.
        FailureKind kind = kindOf == FailureKind.BUG ? FailureKind.INVALID : kindOf;
        for (EntityDescriptor descriptor : batch) {
            String message = "schema " + descriptor.schema() + " does not answer: " + RedshiftFailures.line(e);
            results.add(new Outcome.Failed(descriptor, kind, message));
        }
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
