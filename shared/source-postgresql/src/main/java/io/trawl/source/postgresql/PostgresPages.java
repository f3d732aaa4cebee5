package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.postgresqlfamily.Oid;
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
final class PostgresPages {

    private static final String TABLES = SqlResource.load(PostgresPages.class, "list-tables.sql");
    private static final String PROCEDURES = SqlResource.load(PostgresPages.class, "list-procedures.sql");

    private final Transactions transactions;
    private final String service;
    private final DatabaseMetadata metadata;

    PostgresPages(Transactions transactions, String service, DatabaseMetadata metadata) {
        this.transactions = transactions;
        this.service = service;
        this.metadata = metadata;
    }

    /**
     * A page. The name of one that is damaged has octal escapes, as in bytea's escape format; reading it fails for the reason
     * that listing did.
     */
    Page list(Connection connection, ListRequest request) throws SQLException {
        EntityType type = request.type();
        Set<Kind> kinds = request.everyKind() ? Kind.of(type) : Kind.of(type, metadata);
        if (kinds.isEmpty()) {
            return Page.empty();
        }
        long after = request.after() == null ? 0 : Long.parseLong(request.after());
        List<Object> parameters = new ArrayList<>();
        parameters.add(request.damaged());
        if (type == EntityType.STORED_PROCEDURE) {
            parameters.add(request.damaged());
        }
        parameters.add(after);
        parameters.add(connection.createArrayOf("text", request.schemas().toArray()));
        parameters.add(
                connection.createArrayOf("text", kinds.stream().map(Kind::code).toArray()));
        parameters.add(request.limit());
        String sql = type == EntityType.TABLE ? TABLES : PROCEDURES;
        return transactions.read(connection, sql, parameters, answers -> page(answers.next(), request, after));
    }

    private Page page(ResultSet row, ListRequest request, long after) throws SQLException {
        List<EntityDescriptor> descriptors = new ArrayList<>();
        long lastOid = after;
        // A schema's name is one object in all its descriptors: hundreds of thousands of them may be held.
        Map<String, String> schemas = new TreeMap<>();
        request.schemas().forEach(schema -> schemas.put(schema, schema));
        while (row.next()) {
            lastOid = row.getLong(1);
            String schema = schemas.get(row.getString(2));
            descriptors.add(
                    request.type() == EntityType.TABLE
                            ? table(row, request.database(), schema)
                            : procedure(row, request.database(), schema));
        }
        return new Page(descriptors, descriptors.size() < request.limit() ? null : Long.toString(lastOid));
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
                Oid.KEY, row.getString("oid"),
                Descriptors.KIND, kind.catalogName()));
        String extension = row.getString("extension");
        if (extension != null) {
            metadata.put(EntityDescriptor.EXTENSION, extension);
        }
        return new EntityDescriptor(id, type, metadata, cost);
    }
}
