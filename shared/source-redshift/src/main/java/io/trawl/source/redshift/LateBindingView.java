package io.trawl.source.redshift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A late-binding view that is described alone: its query is parsed, which finds out what is wrong with it, and not run. */
final class LateBindingView {

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

    private LateBindingView() {}

    /**
     * The columns of a view, in their order. Empty if it refers to what is not there, which is normal: nothing keeps a table from
     * being dropped under such a view.
     *
     * @param session that may write
     * @throws SQLException if it cannot be described, for now or for this user, or if the session is lost
     */
    static Optional<List<NamedColumn>> describe(Connection session, SchemaObject view) throws SQLException {
        String sql = "SELECT * FROM " + Sql.quoted(view.schema()) + "." + Sql.quoted(view.name());
        try {
            PreparedStatement statement = session.prepareStatement(sql);
            List<NamedColumn> columns = columns(statement.getMetaData());
            statement.close();
            return Optional.of(columns);
        } catch (SQLException e) {
            // The statement stays open: the driver takes one that failed here for one that runs, and would request to
            // cancel it, on a connection of its own, when it is closed; that may hit the next (redshift-jdbc42 2.3.0).
            SessionState.throwIfCauseOf(e);
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
