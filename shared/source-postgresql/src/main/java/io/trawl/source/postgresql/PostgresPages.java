package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Scope;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.source.jdbc.Descriptors;
import io.trawl.source.jdbc.EntityPages;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lists entities in the order of their oids. */
final class PostgresPages implements EntityPages {

    private static final String TABLES = SqlResource.load(PostgresPages.class, "list-tables.sql");
    private static final String PROCEDURES = SqlResource.load(PostgresPages.class, "list-procedures.sql");

    private final Transactions transactions;
    private final String service;
    private final DatabaseMetadata metadata;
    private final int pageSize;

    /** @param pageSize entities in a page */
    PostgresPages(Transactions transactions, String service, DatabaseMetadata metadata, int pageSize) {
        this.transactions = transactions;
        this.service = service;
        this.metadata = metadata;
        this.pageSize = pageSize;
    }

    @Override
    public int size() {
        return pageSize;
    }

    @Override
    public EntityPages ofSize(int size) {
        return size == pageSize ? this : new PostgresPages(transactions, service, metadata, size);
    }

    @Override
    public Page read(Connection connection, EntityType type, boolean all, Scope scope, String from)
            throws SQLException {
        return read(connection, type, all, scope, from, false);
    }

    /** Its name has octal escapes, as in bytea's escape format; reading it fails for the reason that listing did. */
    @Override
    public Page readDamaged(Connection connection, EntityType type, boolean all, Scope scope, String from)
            throws SQLException {
        return read(connection, type, all, scope, from, true);
    }

    private Page read(Connection connection, EntityType type, boolean all, Scope scope, String from, boolean escaped)
            throws SQLException {
        Set<Kind> kinds = all ? Kind.of(type) : Kind.of(type, metadata);
        if (kinds.isEmpty()) {
            return new Page(List.of(), null);
        }
        long after = from == null ? 0 : Long.parseLong(from);
        List<Object> parameters = new ArrayList<>();
        parameters.add(escaped);
        if (type == EntityType.STORED_PROCEDURE) {
            parameters.add(escaped);
        }
        parameters.add(after);
        parameters.add(connection.createArrayOf("text", scope.schemas().toArray()));
        parameters.add(
                connection.createArrayOf("text", kinds.stream().map(Kind::code).toArray()));
        parameters.add(pageSize);
        String sql = type == EntityType.TABLE ? TABLES : PROCEDURES;
        return transactions.read(connection, sql, parameters, answers -> page(answers.next(), type, scope, after));
    }

    private Page page(ResultSet row, EntityType type, Scope scope, long after) throws SQLException {
        List<EntityDescriptor> descriptors = new ArrayList<>();
        long lastOid = after;
        // A schema's name is one object in all its descriptors: hundreds of thousands of them may be held.
        Map<String, String> schemas = new TreeMap<>();
        scope.schemas().forEach(schema -> schemas.put(schema, schema));
        while (row.next()) {
            lastOid = row.getLong(1);
            String schema = schemas.get(row.getString(2));
            descriptors.add(
                    type == EntityType.TABLE
                            ? table(row, scope.database(), schema)
                            : procedure(row, scope.database(), schema));
        }
        return new Page(descriptors, descriptors.size() < pageSize ? null : Long.toString(lastOid));
    }

    private EntityDescriptor table(ResultSet row, String databaseName, String schema) throws SQLException {
        String name = row.getString("relname");
        Kind kind = Kind.of(EntityType.TABLE, row.getString("relkind"));
        int cost = 5 + row.getInt("relnatts") + (kind.isView() ? 10 : 0);
        String id = Fqn.table(Fqn.of(service, databaseName, schema), name);
        return descriptor(row, id, EntityType.TABLE, databaseName, schema, name, kind, cost);
    }

    private EntityDescriptor procedure(ResultSet row, String databaseName, String schema) throws SQLException {
        String name = row.getString("proname");
        Kind kind = Kind.of(EntityType.STORED_PROCEDURE, row.getString("prokind"));
        int cost = 3 + row.getInt("source_length") / 1000;
        String id = Fqn.of(service, databaseName, schema, Descriptors.routineName(name, row.getString("overload")));
        return descriptor(row, id, EntityType.STORED_PROCEDURE, databaseName, schema, name, kind, cost);
    }

    private static EntityDescriptor descriptor(
            ResultSet row,
            String id,
            EntityType type,
            String databaseName,
            String schema,
            String name,
            Kind kind,
            int cost)
            throws SQLException {
        Map<String, String> metadata = new HashMap<>(Map.of(
                EntityDescriptor.DATABASE, databaseName,
                EntityDescriptor.SCHEMA, schema,
                EntityDescriptor.NAME, name,
                Descriptors.OID, row.getString("oid"),
                Descriptors.KIND, kind.catalogName()));
        String extension = row.getString("extension");
        if (extension != null) {
            metadata.put(EntityDescriptor.EXTENSION, extension);
        }
        return new EntityDescriptor(id, type, metadata, cost);
    }
}
