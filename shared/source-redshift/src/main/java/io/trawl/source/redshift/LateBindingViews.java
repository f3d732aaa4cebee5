package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.source.kit.BatchReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads late-binding views, whose columns the catalog does not hold. Redshift is asked for the columns of all together, and then
 * each view of which nothing was answered is described alone: its query is parsed, which finds out what is wrong with it, and not
 * run.
 */
final class LateBindingViews {

    static final String BASE_GONE = "late-binding views without columns, since what they refer to does not exist";

    /** No such table, column, function, schema, type or database: what the view refers to is gone. */
    private static final Set<String> GONE = Set.of("42P01", "42703", "42883", "3F000", "42704", "3D000");

    /** The driver's names of types that format_type prints otherwise. */
    private static final Map<String, String> PRINTED = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("varchar", "character varying"),
            Map.entry("bpchar", "character"),
            Map.entry("time", "time without time zone"),
            Map.entry("timetz", "time with time zone"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timestamptz", "timestamp with time zone"));

    private final LateBindingColumns all;
    private final TimeLimits limits;
    private final TableMapper mapper;

    LateBindingViews(LateBindingColumns all, TimeLimits limits, TableMapper mapper) {
        this.all = all;
        this.limits = limits;
        this.mapper = mapper;
    }

    /**
     * One result for each view.
     *
     * @param connection in autocommit mode
     * @param views of one database, at least one
     * @throws Exception if that says nothing about the views: the connection is lost, or there are too many
     */
    List<ReadResult> read(Connection connection, String database, Map<EntityDescriptor, Relation> views)
            throws Exception {
        Map<SchemaObject, List<NamedColumn>> known = all.of(
                connection,
                database,
                views.values().stream().map(Relation::schemaObject).toList());
        Map<EntityDescriptor, Relation> unknown = new HashMap<>();
        List<ReadResult> results = new ArrayList<>(views.size());
        views.forEach((descriptor, view) -> {
            List<NamedColumn> columns = known.get(view.schemaObject());
            if (columns == null) {
                unknown.put(descriptor, view);
            } else {
                results.add(result(descriptor, view, Optional.of(columns)));
            }
        });
        if (!unknown.isEmpty()) {
            results.addAll(SessionState.writable(
                    connection,
                    session -> limits.during(session, limits.lock(), limited -> describeEach(limited, unknown))));
        }
        return results;
    }

    private List<ReadResult> describeEach(Connection session, Map<EntityDescriptor, Relation> views)
            throws SQLException {
        List<ReadResult> results = new ArrayList<>(views.size());
        RedshiftFailures.oneByOne(views.keySet(), "views", "it could not be looked into in time", descriptor -> {
                    Relation view = views.get(descriptor);
                    results.add(result(descriptor, view, describe(session, view.schemaObject())));
                })
                .forEach((descriptor, failure) -> results.add(new Outcome.Failed(
                        descriptor, failure.kind(), "its columns cannot be read: " + failure.message())));
        return results;
    }

    /** @param columns empty if what it refers to is gone */
    private ReadResult result(EntityDescriptor descriptor, Relation view, Optional<List<NamedColumn>> columns) {
        return BatchReader.result(
                descriptor,
                columns.isPresent() ? List.of() : List.of(BASE_GONE),
                () -> mapper.table(descriptor, view, columns.orElse(List.of())));
    }

    /**
     * The columns of a view, in their order. Empty if it refers to what is not there, which is normal: nothing keeps a table from
     * being dropped under such a view.
     *
     * @param session that may write
     * @throws SQLException if it cannot be described, for now or for this user, or if the session is lost
     */
    private static Optional<List<NamedColumn>> describe(Connection session, SchemaObject view) throws SQLException {
        String sql = "SELECT * FROM " + Sql.quoted(view.schema()) + "." + Sql.quoted(view.name());
        try {
            PreparedStatement statement = session.prepareStatement(sql);
            List<NamedColumn> columns = columns(statement.getMetaData());
            statement.close();
            return Optional.of(columns);
        } catch (SQLException e) {
            // The statement stays open: the driver takes one that failed here for one that runs, and would request to
            // cancel it, on a connection of its own, when it is closed; that may hit the next (redshift-jdbc42 2.3.0).
            SessionState.rethrowIfSessionFailed(e);
            if (e.getSQLState() == null || !GONE.contains(e.getSQLState())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static List<NamedColumn> columns(ResultSetMetaData described) throws SQLException {
        List<NamedColumn> columns = new ArrayList<>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            String name = described.getColumnTypeName(i);
            int precision = described.getPrecision(i);
            // The driver says 2147483647 of what has no length.
            Integer length = precision == Integer.MAX_VALUE ? null : Integer.valueOf(precision);
            String type = SourceType.text(PRINTED.getOrDefault(name, name), length, precision, described.getScale(i));
            columns.add(NamedColumn.ofView(described.getColumnName(i), type));
        }
        return columns;
    }
}
