package io.trawl.source.redshift;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import io.trawl.source.jdbc.EntityStatements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads external tables by name, with two statements. What they ask for may come from a data catalog elsewhere. */
final class ExternalTables implements EntityStatements {

    private static final Sql TABLES = Sql.load("external-tables.sql");
    private static final Sql COLUMNS = Sql.load("external-columns.sql");

    private final TableMapper mapper;

    ExternalTables(TableMapper mapper) {
        this.mapper = mapper;
    }

    /** Takes a row of one of the tables that were asked for. */
    @FunctionalInterface
    private interface Rows {
        void add(SchemaObject table, ResultSet row) throws SQLException;
    }

    @Override
    public List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        Map<SchemaObject, String> locations = new HashMap<>();
        Map<SchemaObject, List<ExternalColumn>> columns = new HashMap<>();
        batch.forEach(descriptor -> columns.put(SchemaObject.of(descriptor), new ArrayList<>()));
        String database = batch.get(0).database();
        read(connection, TABLES, database, columns.keySet(), (table, row) -> {
            locations.put(table, row.getString("location"));
        });
        read(connection, COLUMNS, database, columns.keySet(), (table, row) -> {
            columns.get(table).add(ExternalColumn.of(row));
        });
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            SchemaObject table = SchemaObject.of(descriptor);
            results.add(
                    locations.containsKey(table)
                            ? result(descriptor, locations.get(table), columns.get(table))
                            : new Outcome.Gone(descriptor));
        }
        return results;
    }

    /** Schemas and names are asked for apart, so that tables of the same name in another schema come too: not taken. */
    private static void read(Connection connection, Sql sql, String database, Set<SchemaObject> tables, Rows rows)
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
                    SchemaObject table = new SchemaObject(row.getString("schemaname"), row.getString("tablename"));
                    if (tables.contains(table)) {
                        rows.add(table, row);
                    }
                }
            }
        }
    }

    private ReadResult result(EntityDescriptor descriptor, String location, List<ExternalColumn> columns) {
        if (columns.isEmpty()) {
            return new Outcome.Failed(
                    descriptor, FailureKind.INVALID, "its columns are unknown: svv_external_columns lists none");
        }
        try {
            return new ReadResult.Read(descriptor, mapper.table(descriptor, location, columns));
        } catch (RuntimeException e) {
            return new Outcome.Failed(descriptor, FailureKind.BUG, e.toString());
        }
    }
}
