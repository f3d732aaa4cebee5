package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.postgresqlfamily.Oid;
import io.trawl.source.redshift.PageStart.Order;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lists entities: what has an oid in the order of oids, then external tables in the order of their names. In a database that was
 * made from a datashare nothing has an oid, and only tables and views are seen.
 */
final class RedshiftPages {

    /** Key of a descriptor's metadata: that its database was made from a datashare, with any value. */
    static final String SHARED = "datashare";

    private static final Sql TABLES = Sql.load("list-tables.sql");
    private static final Sql EXTERNAL_TABLES = Sql.load("list-external-tables.sql");
    private static final Sql SHARED_TABLES = Sql.load("list-shared-tables.sql");
    private static final Sql UNUSABLE = Sql.load("unusable-schemas.sql");
    private static final Sql PROCEDURES = Sql.load("list-procedures.sql");

    private static final Set<Kind> VIEWS = EnumSet.of(Kind.VIEW, Kind.MATERIALIZED_VIEW);
    /** How many columns a table has is known where its data lies, and asking there takes longer. */
    private static final int COST_ELSEWHERE = 30;

    private final String service;
    private final DatabaseMetadata metadata;
    private final DatabaseTypes types;
    private final TimeLimits limits;

    RedshiftPages(String service, DatabaseMetadata metadata, DatabaseTypes types, TimeLimits limits) {
        this.service = service;
        this.metadata = metadata;
        this.types = types;
        this.limits = limits;
    }

    /** A page. */
    Page list(Connection connection, ListRequest request) throws Exception {
        EntityType type = request.type();
        Set<Kind> kinds = request.everyKind() ? Kind.of(type) : Kind.of(type, metadata);
        if (kinds.isEmpty()) {
            return Page.empty();
        }
        PageStart start = PageStart.parse(request.after());
        if (types.isShared(connection, request.database())) {
            return type == EntityType.STORED_PROCEDURE
                    ? Page.empty()
                    : sharedTables(
                            connection, kinds, request, request.after() == null ? PageStart.first(Order.NAMES) : start);
        }
        if (type == EntityType.STORED_PROCEDURE) {
            return procedures(connection, request, start);
        }
        Page page = start.order() == Order.OIDS
                ? tables(connection, kinds, request, start)
                : externalTables(connection, request, start);
        if (page.next() != null) {
            return page;
        }
        Map<String, Failure> incomplete = new HashMap<>(unusable(connection, request.scope()));
        incomplete.putAll(page.incompleteSchemas());
        return new Page(page.descriptors(), null, incomplete);
    }

    /**
     * Tables of an external schema are shown to those alone who may use it, and whether it is external too. So what nothing
     * is seen of, and may not be used, is not known to be empty.
     */
    private static Map<String, Failure> unusable(Connection connection, Scope scope) throws SQLException {
        Map<String, Failure> unusable = new HashMap<>();
        String sql = UNUSABLE.withBinds("schemas", scope.schemas().size()).text();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, 1, scope.schemas());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String schema = row.getString(1);
                    unusable.put(
                            schema,
                            new Failure(
                                    FailureKind.PERMISSION,
                                    "permission denied for schema " + schema
                                            + ": without USAGE its external tables are hidden"));
                }
            }
        }
        return unusable;
    }

    private Page tables(Connection connection, Set<Kind> kinds, ListRequest request, PageStart start)
            throws SQLException {
        Set<String> letters =
                kinds.stream().map(kind -> VIEWS.contains(kind) ? "v" : "r").collect(Collectors.toSet());
        String sql = page(TABLES, request, start).withLetters("kinds", letters).text();
        List<EntityDescriptor> descriptors = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, 1, request.schemas());
            Function<String, String> schemas = shared(request);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    descriptors.add(table(row, request.database(), schemas.apply(row.getString("nspname"))));
                }
            }
        }
        if (descriptors.size() == request.limit()) {
            return new Page(descriptors, behindLast(descriptors));
        }
        boolean external = kinds.contains(Kind.EXTERNAL_TABLE)
                && !ExternalSchemas.among(connection, request.schemas()).isEmpty();
        return new Page(descriptors, external ? PageStart.first(Order.NAMES).text() : null);
    }

    private Page procedures(Connection connection, ListRequest request, PageStart start) throws SQLException {
        List<EntityDescriptor> descriptors = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(page(PROCEDURES, request, start).text())) {
            Sql.bind(statement, 1, request.schemas());
            Function<String, String> schemas = shared(request);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    descriptors.add(procedure(row, request.database(), schemas.apply(row.getString("nspname"))));
                }
            }
        }
        return new Page(descriptors, descriptors.size() == request.limit() ? behindLast(descriptors) : null);
    }

    /** Only external schemas are asked for: what is asked for others may be asked of a data catalog in vain. */
    private Page externalTables(Connection connection, ListRequest request, PageStart start) throws Exception {
        List<String> external = ExternalSchemas.among(connection, request.schemas());
        if (external.isEmpty()) {
            return Page.empty();
        }
        PagesByName.Descriptor descriptor =
                (row, schema, name) -> elsewhere(found(request.database(), schema, name, Kind.EXTERNAL_TABLE));
        return new PagesByName(EXTERNAL_TABLES, "external schema", descriptor, limits, request.limit())
                .read(connection, request.database(), external, start);
    }

    private Page sharedTables(Connection connection, Set<Kind> kinds, ListRequest request, PageStart start)
            throws Exception {
        PagesByName.Descriptor descriptor = (row, schema, name) -> {
            Kind kind = Kind.ofShared(row.getString("table_type"));
            Map<String, String> found = found(request.database(), schema, name, kind);
            found.put(SHARED, "true");
            return kinds.contains(kind) ? elsewhere(found) : null;
        };
        return new PagesByName(SHARED_TABLES, "shared schema", descriptor, limits, request.limit())
                .read(connection, request.database(), request.schemas(), start);
    }

    private EntityDescriptor elsewhere(Map<String, String> found) {
        String schema = Fqn.of(service, found.get(EntityDescriptor.DATABASE), found.get(EntityDescriptor.SCHEMA));
        String id = Fqn.table(schema, found.get(EntityDescriptor.NAME));
        return new EntityDescriptor(id, EntityType.TABLE, found, COST_ELSEWHERE);
    }

    private static Sql page(Sql sql, ListRequest request, PageStart start) {
        return sql.withBinds("schemas", request.schemas().size())
                .with("after", start.oid())
                .with("limit", request.limit());
    }

    private static String behindLast(List<EntityDescriptor> descriptors) {
        return PageStart.behind(Oid.of(descriptors.get(descriptors.size() - 1))).text();
    }

    /** A schema's name is one object in all its descriptors: hundreds of thousands of them may be held. */
    private static Function<String, String> shared(ListRequest request) {
        Map<String, String> schemas = new HashMap<>();
        request.schemas().forEach(schema -> schemas.put(schema, schema));
        return schemas::get;
    }

    private EntityDescriptor table(ResultSet row, String database, String schema) throws SQLException {
        String name = row.getString("relname");
        boolean view = row.getString("relkind").equals("v");
        Kind kind = !view ? Kind.TABLE : row.getBoolean("materialized") ? Kind.MATERIALIZED_VIEW : Kind.VIEW;
        Map<String, String> found = found(database, schema, name, kind);
        found.put(Oid.KEY, row.getString("oid"));
        int cost = 5 + row.getInt("relnatts") + (view ? 10 : 0);
        return new EntityDescriptor(Fqn.table(Fqn.of(service, database, schema), name), EntityType.TABLE, found, cost);
    }

    private EntityDescriptor procedure(ResultSet row, String database, String schema) throws SQLException {
        String name = row.getString("proname");
        Map<String, String> found = found(database, schema, name, Kind.ofRoutine(row.getString("prokind")));
        found.put(Oid.KEY, row.getString("prooid"));
        int cost = 3 + row.getInt("source_length") / 1000;
        String id = Fqn.of(service, database, schema, Descriptors.routineName(name, row.getString("overload")));
        return new EntityDescriptor(id, EntityType.STORED_PROCEDURE, found, cost);
    }

    private static Map<String, String> found(String database, String schema, String name, Kind kind) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(EntityDescriptor.DATABASE, database);
        metadata.put(EntityDescriptor.SCHEMA, schema);
        metadata.put(EntityDescriptor.NAME, name);
        metadata.put(Descriptors.KIND, kind.catalogName());
        return metadata;
    }
}
