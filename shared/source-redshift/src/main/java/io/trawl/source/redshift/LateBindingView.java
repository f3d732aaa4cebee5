package io.trawl.source.redshift;

import io.trawl.source.redshift.LateBindingColumns.LateColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** What became of describing a view. */
    sealed interface Described {}

    /** Its columns, in their order. */
    record Columns(List<LateColumn> columns) implements Described {}

    /** It refers to what is not there, which is normal: nothing keeps a table from being dropped under such a view. */
    record BaseGone() implements Described {}

    /** It cannot be described, for now or for this user. */
    record Failed(SQLException failure) implements Described {}

    /**
     * Describes a view.
     *
     * @param session that may write
     * @throws SQLException if that says nothing about the view: the connection is lost, or there are too many
     */
    static Described describe(Connection session, SchemaObject view) throws SQLException {
        String sql = "SELECT * FROM " + Sql.quoted(view.schema()) + "." + Sql.quoted(view.name());
        try {
            PreparedStatement statement = session.prepareStatement(sql);
            Columns described = new Columns(columns(statement.getMetaData()));
            statement.close();
            return described;
        } catch (SQLException e) {
            // The statement stays open: the driver takes one that failed here for one that runs, and would request to
            // cancel it, on a connection of its own, when it is closed; that may hit the next (redshift-jdbc42 2.3.0).
            if (SessionState.isCauseOf(e)) {
                throw e;
            }
            return e.getSQLState() != null && GONE.contains(e.getSQLState()) ? new BaseGone() : new Failed(e);
        }
    }

    private static List<LateColumn> columns(ResultSetMetaData described) throws SQLException {
        List<LateColumn> columns = new ArrayList<>();
        for (int i = 1; i <= described.getColumnCount(); i++) {
            String name = described.getColumnTypeName(i);
            int precision = described.getPrecision(i);
            // The driver says 2147483647 of what has no length.
            Integer length = precision == Integer.MAX_VALUE ? null : Integer.valueOf(precision);
            String type = TypeText.of(PRINTED.getOrDefault(name, name), length, precision, described.getScale(i));
            columns.add(new LateColumn(described.getColumnName(i), type, i));
        }
        return columns;
    }
}
