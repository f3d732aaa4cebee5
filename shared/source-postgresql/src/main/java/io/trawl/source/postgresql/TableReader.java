package io.trawl.source.postgresql;

import io.trawl.core.config.Workflow;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;
import io.trawl.core.model.ReadResult;
import io.trawl.source.jdbc.Descriptors;
import io.trawl.source.jdbc.EntityStatements;
import io.trawl.source.jdbc.Results;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.jdbc.TableKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads tables and views: relations, columns, types and constraints, and definitions if they are wanted.
 *
 * <p>All statements travel together. That is one round trip, and since the session's transactions are repeatable reads,
 * one snapshot: a table that is altered meanwhile is read as it was before or after, never in part.
 */
final class TableReader implements EntityStatements {

    private static final List<String> STATEMENTS = List.of("relations", "columns", "types", "constraints");

    private final boolean withDefinitions;
    private final int statements;
    private final String sql;
    private final TableMapper mapper;

    TableReader(Workflow.Source source) {
        this.withDefinitions = source.metadata().includeDDL();
        List<String> names = new ArrayList<>(STATEMENTS);
        if (withDefinitions) {
            names.add("definitions");
        }
        this.statements = names.size();
        this.sql = String.join(
                ";\n",
                names.stream()
                        .map(name -> SqlResource.load(TableReader.class, name + ".sql"))
                        .toList());
        this.mapper = new TableMapper(source);
    }

    @Override
    public List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        Map<Long, Relation> relations = new HashMap<>();
        Map<Long, Definition> definitions = new HashMap<>();
        TypeCatalog types;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Array oids = Oids.ofBatch(connection, batch);
            for (int i = 1; i <= statements; i++) {
                statement.setArray(i, oids);
            }
            statement.execute();
            try (ResultSet row = statement.getResultSet()) {
                while (row.next()) {
                    relations.put(row.getLong("oid"), Relation.of(row));
                }
            }
            try (ResultSet row = next(statement)) {
                readColumns(row, relations);
            }
            try (ResultSet row = next(statement)) {
                types = TypeCatalog.read(row);
            }
            try (ResultSet row = next(statement)) {
                readKeys(row, relations);
            }
            if (withDefinitions) {
                try (ResultSet row = next(statement)) {
                    while (row.next()) {
                        definitions.put(row.getLong("oid"), Definition.of(row));
                    }
                }
            }
        }
        ColumnMapper columns = new ColumnMapper(types);
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            long oid = Descriptors.oid(descriptor);
            results.add(result(descriptor, relations.get(oid), columns, definitions.get(oid)));
        }
        return results;
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private static void readColumns(ResultSet row, Map<Long, Relation> relations) throws SQLException {
        while (row.next()) {
            Relation relation = relations.get(row.getLong("attrelid"));
            if (relation != null) {
                relation.columns().add(Attribute.of(row, row.getBoolean("attnotnull")));
            }
        }
    }

    private static void readKeys(ResultSet row, Map<Long, Relation> relations) throws SQLException {
        while (row.next()) {
            Relation relation = relations.get(row.getLong("conrelid"));
            if (relation != null) {
                relation.keys()
                        .add(new TableKey(
                                row.getString("contype").charAt(0),
                                Results.numbers(row, "conkey"),
                                row.getString("referred_schema"),
                                row.getString("referred_table"),
                                Results.names(row, "referred_columns")));
            }
        }
    }

    private ReadResult result(
            EntityDescriptor descriptor, Relation relation, ColumnMapper columns, Definition definition) {
        if (relation == null
                || !relation.name().equals(descriptor.name())
                || !relation.schema().equals(descriptor.schema())) {
            return new Outcome.Gone(descriptor);
        }
        if (relation.kind().isView() && relation.viewDefinition() == null
                || withDefinitions
                        && !relation.kind().isView()
                        && (definition == null || definition.create() == null)) {
            // Functions that print definitions look at the present, not at the snapshot.
            return new Outcome.Failed(descriptor, FailureKind.TRANSIENT, "it was dropped while it was read");
        }
        try {
            return new ReadResult.Read(descriptor, mapper.table(descriptor, relation, columns, definition));
        } catch (RuntimeException e) {
            return new Outcome.Failed(descriptor, FailureKind.BUG, e.toString());
        }
    }
}
