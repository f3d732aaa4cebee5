package io.trawl.source.postgresql;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy.Failure;
import io.trawl.core.model.Scope;
import io.trawl.core.model.TrawlException;
import io.trawl.core.source.Listing;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lists entities page by page, in the order of their oids. Each page has a lease of its own, and it is handed on when
 * that is given back: however long the consumer blocks, no connection and no transaction is held.
 */
final class EntityLister {

    /** Entities in a page: few enough to hold, so many that the round trips do not matter. */
    static final int PAGE = 5000;

    private static final String TABLES = SqlResource.load(EntityLister.class, "list-tables.sql");
    private static final String PROCEDURES = SqlResource.load(EntityLister.class, "list-procedures.sql");

    private final String service;
    private final Database database;
    private final int pageSize;

    /**
     * @param pageSize entities in a page
     */
    EntityLister(String service, Database database, int pageSize) {
        this.service = service;
        this.database = database;
        this.pageSize = pageSize;
    }

    /** What one page holds, and where the next begins. */
    private record Page(List<EntityDescriptor> descriptors, long lastOid, boolean last) {}

    /** A page could not be read; tells it from an exception of the consumer, which is the caller's own. */
    private static final class PageFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final TrawlException failure;

        PageFailure(TrawlException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** Lists; a page that fails makes every schema of the scope incomplete, since a page holds parts of all. */
    Listing list(EntityType type, Set<Kind> kinds, Scope scope, Consumer<EntityDescriptor> found) {
        Map<String, Failure> failures = new TreeMap<>();
        try {
            listPages(type, kinds, scope, found);
        } catch (PageFailure e) {
            Failure failure = new Failure(e.failure.kind(), e.failure.getMessage());
            scope.schemas().forEach(schema -> failures.put(schema, failure));
        }
        return new Listing(failures.isEmpty() ? Set.copyOf(scope.schemas()) : Set.of(), failures);
    }

    /** Lists, and throws if the answer would be incomplete. */
    void listOrThrow(EntityType type, Set<Kind> kinds, Scope scope, Consumer<EntityDescriptor> found) {
        try {
            listPages(type, kinds, scope, found);
        } catch (PageFailure e) {
            throw e.failure;
        }
    }

    private void listPages(EntityType type, Set<Kind> kinds, Scope scope, Consumer<EntityDescriptor> found) {
        Page page = new Page(List.of(), 0, kinds.isEmpty());
        while (!page.last()) {
            page = pageAfter(page.lastOid(), type, kinds, scope);
            page.descriptors().forEach(found);
        }
    }

    private Page pageAfter(long oid, EntityType type, Set<Kind> kinds, Scope scope) {
        try {
            return database.readPatiently(scope.database(), connection -> page(connection, type, kinds, scope, oid));
        } catch (SQLException e) {
            throw new PageFailure(database.messages().exception(scope.database(), e));
        } catch (TrawlException e) {
            throw new PageFailure(e);
        }
    }

    private Page page(Connection connection, EntityType type, Set<Kind> kinds, Scope scope, long after)
            throws SQLException {
        String sql = type == EntityType.TABLE ? TABLES : PROCEDURES;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, after);
            statement.setArray(
                    2, connection.createArrayOf("text", scope.schemas().toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text", kinds.stream().map(Kind::code).toArray()));
            statement.setInt(4, pageSize);
            List<EntityDescriptor> descriptors = new ArrayList<>();
            long lastOid = after;
            // A schema's name is one object in all its descriptors: hundreds of thousands of them may be held.
            Map<String, String> schemas = new TreeMap<>();
            scope.schemas().forEach(schema -> schemas.put(schema, schema));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lastOid = row.getLong(1);
                    String schema = schemas.get(row.getString(2));
                    descriptors.add(
                            type == EntityType.TABLE
                                    ? table(row, scope.database(), schema)
                                    : procedure(row, scope.database(), schema));
                }
            }
            return new Page(descriptors, lastOid, descriptors.size() < pageSize);
        }
    }

    private EntityDescriptor table(ResultSet row, String databaseName, String schema) throws SQLException {
        String name = row.getString("relname");
        Kind kind = Kind.of(EntityType.TABLE, row.getString("relkind"));
        int cost = 5 + row.getInt("relnatts") + (kind.isView() ? 10 : 0);
        String id = Fqn.of(service, databaseName, schema, name);
        return descriptor(id, EntityType.TABLE, databaseName, schema, name, row.getString("oid"), kind, cost);
    }

    private EntityDescriptor procedure(ResultSet row, String databaseName, String schema) throws SQLException {
        String name = row.getString("proname");
        Kind kind = Kind.of(EntityType.STORED_PROCEDURE, row.getString("prokind"));
        int cost = 3 + row.getInt("source_length") / 1000;
        String id = Fqn.of(service, databaseName, schema, Descriptors.routineName(name, row.getString("overload")));
        return descriptor(
                id, EntityType.STORED_PROCEDURE, databaseName, schema, name, row.getString("oid"), kind, cost);
    }

    private static EntityDescriptor descriptor(
            String id,
            EntityType type,
            String databaseName,
            String schema,
            String name,
            String oid,
            Kind kind,
            int cost) {
        return new EntityDescriptor(
                id,
                type,
                Map.of(
                        EntityDescriptor.DATABASE, databaseName,
                        EntityDescriptor.SCHEMA, schema,
                        EntityDescriptor.NAME, name,
                        Descriptors.OID, oid,
                        Descriptors.KIND, kind.catalogName()),
                cost);
    }
}
