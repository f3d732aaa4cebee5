package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.source.jdbc.Results;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.postgresqlfamily.Oid;
import io.trawl.source.redshift.PageStart.Order;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
        boolean routines = request.type() == EntityType.STORED_PROCEDURE;
        Set<Kind> kinds = Kind.of(request, metadata);
        if (kinds.isEmpty()) {
            return Page.empty();
        }
        PageStart start = PageStart.parse(request.after());
        Descriptors descriptors = new Descriptors(service, request);
        if (types.isShared(connection, request.database())) {
            return routines
                    ? Page.empty()
                    : sharedTables(descriptors, kinds)
                            .read(
                                    connection,
                                    request,
                                    request.schemas(),
                                    request.after() == null ? PageStart.first(Order.NAMES) : start);
        }
        if (routines) {
            return byOid(PROCEDURES, connection, request, start, row -> procedure(row, descriptors));
        }
        Page page = start.order() == Order.OIDS
                ? tables(connection, kinds, request, start, descriptors)
                : externalTables(connection, request, start, descriptors);
        if (page.next() != null) {
            return page;
        }
        Map<String, Failure> incomplete = unusable(connection, request.schemas());
        incomplete.putAll(page.incompleteSchemas());
        return new Page(page.descriptors(), null, incomplete);
    }

    /**
     * Tables of an external schema are shown to those alone who may use it, and whether it is external too. So what nothing
     * is seen of, and may not be used, is not known to be empty.
     */
    private static Map<String, Failure> unusable(Connection connection, List<String> schemas) throws SQLException {
        Map<String, Failure> unusable = new HashMap<>();
        UNUSABLE.bind("schemas", schemas)
                .each(
                        connection,
                        row -> unusable.put(
                                row.getString(1),
                                new Failure(
                                        FailureKind.PERMISSION,
                                        "permission denied for schema " + row.getString(1)
                                                + ": without USAGE its external tables are hidden")));
        return unusable;
    }

    private static Page byOid(
            Sql sql, Connection connection, ListRequest request, PageStart start, Results.Row<EntityDescriptor> row)
            throws SQLException {
        List<EntityDescriptor> found = sql.with("after", start.oid())
                .with("limit", request.limit())
                .bind("schemas", request.schemas())
                .list(connection, row);
        boolean full = found.size() == request.limit();
        return new Page(
                found,
                full ? PageStart.behind(Oid.of(found.get(found.size() - 1))).text() : null);
    }

    private static Page tables(
            Connection connection, Set<Kind> kinds, ListRequest request, PageStart start, Descriptors descriptors)
            throws SQLException {
        Set<String> letters =
                kinds.stream().map(kind -> kind.isView() ? "v" : "r").collect(Collectors.toSet());
        Page page =
                byOid(TABLES.withLetters("kinds", letters), connection, request, start, row -> table(row, descriptors));
        return page.next() == null
                        && kinds.contains(Kind.EXTERNAL_TABLE)
                        && !RedshiftDialect.externalSchemas(connection, request.schemas())
                                .isEmpty()
                ? new Page(page.descriptors(), PageStart.first(Order.NAMES).text())
                : page;
    }

    /** Only external schemas are asked for: what is asked for others may be asked of a data catalog in vain. */
    private Page externalTables(Connection connection, ListRequest request, PageStart start, Descriptors descriptors)
            throws Exception {
        List<String> external = RedshiftDialect.externalSchemas(connection, request.schemas());
        if (external.isEmpty()) {
            return Page.empty();
        }
        PagesByName pages = new PagesByName(
                EXTERNAL_TABLES,
                "external schema",
                (row, table) ->
                        descriptors.table(table.schema(), table.name(), Kind.EXTERNAL_TABLE, Map.of(), COST_ELSEWHERE),
                limits);
        return pages.read(connection, request, external, start);
    }

    private PagesByName sharedTables(Descriptors descriptors, Set<Kind> kinds) {
        return new PagesByName(
                SHARED_TABLES,
                "shared schema",
                (row, table) -> {
                    Kind kind = sharedKind(row.getString("table_type"));
                    return kinds.contains(kind)
                            ? descriptors.table(
                                    table.schema(), table.name(), kind, Map.of(SHARED, "true"), COST_ELSEWHERE)
                            : null;
                },
                limits);
    }

    /** What a {@code table_type} of the system views of all databases stands for, whose spelling differs from cluster to cluster. */
    private static Kind sharedKind(String tableType) {
        String type = tableType == null ? "" : tableType.toLowerCase(Locale.ROOT);
        if (type.contains("view")) {
            return type.contains("materialized") ? Kind.MATERIALIZED_VIEW : Kind.VIEW;
        }
        return type.contains("external") ? Kind.EXTERNAL_TABLE : Kind.TABLE;
    }

    private static EntityDescriptor table(ResultSet row, Descriptors descriptors) throws SQLException {
        boolean view = row.getString("relkind").equals("v");
        Kind kind = !view ? Kind.TABLE : row.getBoolean("materialized") ? Kind.MATERIALIZED_VIEW : Kind.VIEW;
        return descriptors.table(
                row.getString("nspname"),
                row.getString("relname"),
                kind,
                Map.of(Oid.KEY, row.getString("oid")),
                Descriptors.tableCost(row.getInt("relnatts"), kind));
    }

    private static EntityDescriptor procedure(ResultSet row, Descriptors descriptors) throws SQLException {
        return descriptors.routine(
                row.getString("nspname"),
                row.getString("proname"),
                row.getString("overload"),
                Routine.kind(row),
                Map.of(Oid.KEY, row.getString("prooid")),
                row.getInt("source_length"));
    }
}
