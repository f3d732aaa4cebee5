package io.trawl.ledger.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A prepared statement whose parameters are set by name. */
final class Query implements AutoCloseable {

    private final Sql sql;
    private final Connection connection;
    private final PreparedStatement statement;

    /**
     * Reads a row.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    Query(Sql sql, Connection connection) throws SQLException {
        this.sql = sql;
        this.connection = connection;
        this.statement = connection.prepareStatement(sql.text());
    }

    /**
     * Sets a parameter in all its places.
     *
     * @param value null, or a type of JDBC; a String[], Long[] or Integer[] becomes an array
     * @throws IllegalArgumentException if the statement has no such parameter
     */
    Query set(String name, Object value) throws SQLException {
        if (!sql.names().contains(name)) {
            throw new IllegalArgumentException("parameter '" + name + "': not in: " + sql.text());
        }
        Object bound = value instanceof Object[] array ? connection.createArrayOf(elementType(array), array) : value;
        for (int i = 0; i < sql.names().size(); i++) {
            if (sql.names().get(i).equals(name)) {
                if (bound == null) {
                    statement.setNull(i + 1, Types.NULL); // whose type the server infers
                } else {
                    statement.setObject(i + 1, bound);
                }
            }
        }
        return this;
    }

    private static String elementType(Object[] array) {
        if (array instanceof Long[]) {
            return "int8";
        }
        return array instanceof Integer[] ? "int4" : "text";
    }

    /** Executes a change and returns the number of rows. */
    int update() throws SQLException {
        return statement.executeUpdate();
    }

    /** Executes it and ignores the result. */
    void run() throws SQLException {
        statement.execute();
    }

    /** Whether there is a row. */
    boolean exists() throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    /** The first row. */
    <T> Optional<T> first(Row<T> row) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    /** All rows. */
    <T> List<T> list(Row<T> row) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(row.read(rows));
            }
            return list;
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
