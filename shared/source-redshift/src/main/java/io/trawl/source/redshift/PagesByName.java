package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.redshift.PageStart.Order;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists what has no oid, in the order of names. What a schema holds may have to be asked elsewhere, at a data catalog or another
 * cluster, and one that does not answer fails the statement for all: then each schema is asked alone, from the beginning, and
 * what was listed until then comes twice.
 *
 * @param sql a page of the listing
 * @param kind what the schemas are, for messages
 * @param descriptor makes a descriptor of a row
 */
record PagesByName(Sql sql, String kind, Descriptor descriptor, TimeLimits limits) {

    /** Makes a descriptor of a row. */
    @FunctionalInterface
    interface Descriptor {

        /** Null if the workflow leaves it out. */
        EntityDescriptor of(ResultSet row, SchemaObject table) throws SQLException;
    }

    /**
     * A page.
     *
     * @param schemas at least one
     */
    Page read(Connection session, ListRequest request, List<String> schemas, PageStart start) throws Exception {
        if (start.order() == Order.SCHEMA_BY_SCHEMA) {
            return schemaBySchema(session, request, schemas, start);
        }
        try {
            Rows rows = rows(session, request.database(), schemas, start, request.limit());
            return new Page(rows.found(), rows.count() < request.limit() ? null : rows.behindLast(Order.NAMES));
        } catch (SQLException e) {
            SessionState.rethrowIfSessionFailed(e);
            return schemaBySchema(session, request, schemas, PageStart.first(Order.SCHEMA_BY_SCHEMA));
        }
    }

    private Page schemaBySchema(Connection session, ListRequest request, List<String> schemas, PageStart start)
            throws Exception {
        return limits.during(session, limits.elsewhere(), limited -> {
            List<EntityDescriptor> found = new ArrayList<>();
            Map<String, Failure> failures = new TreeMap<>();
            int room = request.limit();
            for (String schema : schemas.stream().sorted().toList()) {
                int past = schema.compareTo(start.schema());
                if (past < 0) {
                    continue;
                }
                PageStart from = PageStart.behind(Order.NAMES, schema, past == 0 ? start.table() : "");
                try {
                    Rows rows = rows(limited, request.database(), List.of(schema), from, room);
                    found.addAll(rows.found());
                    room -= rows.count();
                    if (room == 0) {
                        return new Page(found, rows.behindLast(Order.SCHEMA_BY_SCHEMA), failures);
                    }
                } catch (SQLException e) {
                    SessionState.rethrowIfSessionFailed(e);
                    failures.put(schema, RedshiftFailures.ofSchema(kind + " " + schema, e));
                }
            }
            return new Page(found, null, failures);
        });
    }

    /**
     * What a statement answered.
     *
     * @param found what the workflow does not leave out of it
     * @param all of it
     */
    private record Rows(List<EntityDescriptor> found, List<SchemaObject> all) {

        int count() {
            return all.size();
        }

        String behindLast(Order order) {
            SchemaObject last = all.get(all.size() - 1);
            return PageStart.behind(order, last.schema(), last.name()).text();
        }
    }

    private Rows rows(Connection session, String database, List<String> schemas, PageStart from, int limit)
            throws SQLException {
        List<EntityDescriptor> found = new ArrayList<>();
        List<SchemaObject> all = sql.bind(database)
                .bind("schemas", schemas)
                .bind(from.schema(), from.schema(), from.table())
                .with("limit", limit)
                .list(session, row -> {
                    SchemaObject table = SchemaObject.of(row);
                    EntityDescriptor entity = descriptor.of(row, table);
                    if (entity != null) {
                        found.add(entity);
                    }
                    return table;
                });
        return new Rows(found, all);
    }
}
