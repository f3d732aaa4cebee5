package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Scope;
import io.trawl.source.kit.Page;
import io.trawl.source.redshift.PageStart.Order;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
 */
final class PagesByName {

    private final Sql sql;
    private final String kind;
    private final Descriptor descriptor;
    private final TimeLimits limits;
    private final int pageSize;

    /** Makes a descriptor of a row. */
    @FunctionalInterface
    interface Descriptor {

        /** Null if the workflow leaves it out. */
        EntityDescriptor of(ResultSet row, String schema, String name) throws SQLException;
    }

    /**
     * @param kind what the schemas are, for messages
     * @param pageSize rows in a page
     */
    PagesByName(Sql sql, String kind, Descriptor descriptor, TimeLimits limits, int pageSize) {
        this.sql = sql;
        this.kind = kind;
        this.descriptor = descriptor;
        this.limits = limits;
        this.pageSize = pageSize;
    }

    /**
     * A page.
     *
     * @param schemas at least one
     */
    Page read(Connection session, String database, List<String> schemas, PageStart start) throws Exception {
        if (start.order() == Order.SCHEMA_BY_SCHEMA) {
            return schemaBySchema(session, database, schemas, start);
        }
        try {
            Rows rows = rows(session, new Scope(database, schemas), start, pageSize);
            return new Page(rows.found, rows.count < pageSize ? null : rows.behindLast(Order.NAMES));
        } catch (SQLException e) {
            if (SessionState.isCauseOf(e)) {
                throw e;
            }
            return schemaBySchema(session, database, schemas, PageStart.first(Order.SCHEMA_BY_SCHEMA));
        }
    }

    private Page schemaBySchema(Connection session, String database, List<String> schemas, PageStart start)
            throws Exception {
        return limits.during(session, limits.elsewhere(), limited -> {
            List<EntityDescriptor> found = new ArrayList<>();
            Map<String, Failure> failures = new TreeMap<>();
            int room = pageSize;
            for (String schema : schemas.stream().sorted().toList()) {
                int past = schema.compareTo(start.schema());
                if (past < 0) {
                    continue;
                }
                PageStart from = PageStart.behind(Order.NAMES, schema, past == 0 ? start.table() : "");
                try {
                    Rows rows = rows(limited, new Scope(database, List.of(schema)), from, room);
                    found.addAll(rows.found);
                    room -= rows.count;
                    if (room == 0) {
                        return new Page(found, rows.behindLast(Order.SCHEMA_BY_SCHEMA), failures);
                    }
                } catch (SQLException e) {
                    failures.put(schema, failure(schema, e));
                }
            }
            return new Page(found, null, failures);
        });
    }

    /**
     * The failure of one schema.
     *
     * @throws SQLException if it is not the schema's
     */
    private Failure failure(String schema, SQLException e) throws SQLException {
        if (SessionState.isCauseOf(e)) {
            throw e;
        }
        FailureKind kindOf = RedshiftFailures.INSTANCE.classify(e);
        return new Failure(
                // The same statement is right for other schemas.
                kindOf == FailureKind.BUG ? FailureKind.INVALID : kindOf,
                kind + " " + schema + " does not answer: " + RedshiftFailures.line(e));
    }

    /** What a statement answered. */
    private static final class Rows {
        private final List<EntityDescriptor> found = new ArrayList<>();
        private int count;
        private String lastSchema;
        private String lastTable;

        /** A schema's name is one object in all its descriptors: hundreds of thousands of them may be held. */
        private void add(ResultSet row, Descriptor descriptor) throws SQLException {
            count++;
            String schema = row.getString("schema_name");
            lastSchema = schema.equals(lastSchema) ? lastSchema : schema;
            lastTable = row.getString("table_name");
            EntityDescriptor entity = descriptor.of(row, lastSchema, lastTable);
            if (entity != null) {
                found.add(entity);
            }
        }

        private String behindLast(Order order) {
            return PageStart.behind(order, lastSchema, lastTable).text();
        }
    }

    private Rows rows(Connection session, Scope scope, PageStart from, int limit) throws SQLException {
        Rows rows = new Rows();
        String text = sql.withBinds("schemas", scope.schemas().size())
                .with("limit", limit)
                .text();
        try (PreparedStatement statement = session.prepareStatement(text)) {
            statement.setString(1, scope.database());
            int next = Sql.bind(statement, 2, scope.schemas());
            Sql.bind(statement, next, List.of(from.schema(), from.schema(), from.table()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(row, descriptor);
                }
            }
        }
        return rows;
    }
}
