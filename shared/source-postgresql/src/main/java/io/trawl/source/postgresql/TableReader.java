package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.Results;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.BatchReader;
import io.trawl.source.kit.TableKey;
import io.trawl.source.postgresqlfamily.CatalogKeys;
import io.trawl.source.postgresqlfamily.Oid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables and views: relations, columns, types and constraints, and definitions if they are wanted.
 */
final class TableReader implements LockAwareReader.Reads {

    private static final List<String> STATEMENTS = List.of("relations", "columns", "types", "constraints");

    private static final String UNPRINTABLE = "its definition cannot be printed: the catalog lacks what it refers to"
            + " (a foreign server, collation, sequence, parent, access method or tablespace)";

    private final Transactions transactions;
    private final boolean withDefinitions;
    private final int statements;
    private final String sql;
    private final TableMapper mapper;

    TableReader(Transactions transactions, Workflow.Source source) {
        this.transactions = transactions;
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

    /**
     * What a table's DDL is made of, as definitions.sql prints it.
     *
     * @param create CREATE TABLE, up to the clauses about storage; null if it cannot be printed
     * @param alterations ALTER TABLE statements for what CREATE TABLE cannot say; null for none
     * @param dropped whether the table was dropped since the snapshot
     */
    record Definition(@Nullable String create, @Nullable String alterations, boolean dropped) {

        /** A row of definitions.sql. */
        static Definition of(ResultSet row) throws SQLException {
            return new Definition(row.getString("definition"), row.getString("alterations"), row.getBoolean("dropped"));
        }

        /**
         * The statements.
         *
         * @param storage the clauses that are left
         */
        String text(String storage) {
            return create + storage + ";" + (alterations == null ? "" : "\n" + alterations);
        }
    }

    /**
     * Everything that was read of a batch.
     *
     * @param relations by their oids
     * @param definitions by the oids of tables; empty if they are not wanted
     */
    private record Found(Map<Long, Relation> relations, TypeCatalog types, Map<Long, Definition> definitions) {}

    @Override
    public List<ReadResult> read(Connection connection, List<EntityDescriptor> batch, Duration lockTimeout)
            throws SQLException {
        List<Oids> oids = Collections.nCopies(statements, Oids.of(batch));
        Found found = transactions.read(connection, lockTimeout, sql, oids, this::found);
        ColumnMapper columns = new ColumnMapper(found.types());
        List<ReadResult> results = new ArrayList<>(batch.size());
        for (EntityDescriptor descriptor : batch) {
            long oid = Oid.of(descriptor);
            results.add(result(
                    descriptor,
                    found.relations().get(oid),
                    columns,
                    found.definitions().get(oid)));
        }
        return results;
    }

    private Found found(Transactions.Answers answers) throws SQLException {
        Map<Long, Relation> relations = new HashMap<>();
        ResultSet row = answers.next();
        while (row.next()) {
            relations.put(row.getLong("oid"), Relation.of(row));
        }
        readColumns(answers.next(), relations);
        TypeCatalog types = TypeCatalog.read(answers.next());
        readKeys(answers.next(), relations);
        Map<Long, Definition> definitions = new HashMap<>();
        if (withDefinitions) {
            row = answers.next();
            while (row.next()) {
                definitions.put(row.getLong("oid"), Definition.of(row));
            }
        }
        return new Found(relations, types, definitions);
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
                                CatalogKeys.type(row.getString("contype")),
                                columns(relation, Results.numbers(row, "conkey")),
                                null,
                                row.getString("referred_schema"),
                                row.getString("referred_table"),
                                Results.names(row, "referred_columns")));
            }
        }
    }

    private static List<String> columns(Relation relation, List<Integer> numbers) {
        Map<Integer, String> names = new HashMap<>();
        relation.columns().forEach(column -> names.put(column.number(), column.name()));
        return CatalogKeys.names(numbers, names);
    }

    private ReadResult result(
            EntityDescriptor descriptor, Relation relation, ColumnMapper columns, Definition definition) {
        if (relation == null
                || !relation.name().equals(descriptor.name())
                || !relation.schema().equals(descriptor.schema())) {
            return new Outcome.Gone(descriptor);
        }
        if (relation.kind().isView() || withDefinitions) {
            boolean printed = relation.kind().isView()
                    ? relation.viewDefinition() != null
                    : definition != null && (definition.create() != null || !definition.dropped());
            if (!printed) {
                // Functions that print definitions look at the present, not at the snapshot.
                return new Outcome.Failed(descriptor, FailureKind.TRANSIENT, "it was dropped while it was read");
            }
            if (relation.storage() == null || definition != null && definition.create() == null) {
                return new Outcome.Failed(descriptor, FailureKind.INVALID, UNPRINTABLE);
            }
        }
        return BatchReader.result(descriptor, List.of(), () -> mapper.table(descriptor, relation, columns, definition));
    }
}
