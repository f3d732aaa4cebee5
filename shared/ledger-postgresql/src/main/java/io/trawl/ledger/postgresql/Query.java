package io.trawl.ledger.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A statement with the values of its parameters. Given a {@link Database}, it is work of its own, which is repeated after
 * failures that pass; given a {@link Connection}, it is a part of the caller's work.
 */
final class Query {

    private final Sql sql;
    private final Map<String, Object> values;

    /**
     * Reads a row.
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * @param values by parameter; those that the statement does not have are ignored
     */
    Query(Sql sql, Map<String, Object> values) {
        this.sql = sql;
        this.values = new HashMap<>(values);
    }

    /**
     * Sets a parameter in all its places.
     *
     * @param value null, or a type of JDBC; a String[], Long[] or Integer[] becomes an array
     * @throws IllegalArgumentException if the statement has no such parameter
     */
    Query set(String name, @Nullable Object value) {
        if (!sql.names().contains(name)) {
            throw new IllegalArgumentException("parameter '" + name + "': not in: " + sql.text());
        }
        values.put(name, value);
        return this;
    }

    /** Sets a parameter to the array of a value of each element. */
    <E, V> Query set(String name, Collection<E> elements, Function<E, V> value, IntFunction<V[]> array) {
        return set(name, elements.stream().map(value).toArray(array));
    }

    <E> Query set(String name, Collection<E> elements, Function<E, String> text) {
        return set(name, elements, text, String[]::new);
    }

    /** Executes a change and returns the number of rows. */
    int update(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            bind(connection, statement);
            return statement.executeUpdate();
        }
    }

    int update(Database database) {
        return database.statements((connection, attempt) -> update(connection));
    }

    /** All rows. */
    <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            bind(connection, statement);
            ResultSet rows = statement.executeQuery();
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(row.read(rows));
            }
            return list;
        }
    }

    <T> List<T> list(Database database, Row<T> row) {
        return database.statements((connection, attempt) -> list(connection, row));
    }

    /** The only row, if there is one. */
    <T> Optional<T> first(Connection connection, Row<T> row) throws SQLException {
        return list(connection, row).stream().findFirst();
    }

    <T> Optional<T> first(Database database, Row<T> row) {
        return list(database, row).stream().findFirst();
    }

    /** Whether there is a row. */
    boolean exists(Connection connection) throws SQLException {
        return !list(connection, row -> row).isEmpty();
    }

    boolean exists(Database database) {
        return !list(database, row -> row).isEmpty();
    }

    private void bind(Connection connection, PreparedStatement statement) throws SQLException {
        for (int i = 0; i < sql.names().size(); i++) {
            String name = sql.names().get(i);
            Object value = values.get(name);
            if (!values.containsKey(name)) {
                throw new IllegalStateException("parameter '" + name + "': not set in: " + sql.text());
            } else if (value == null) {
                statement.setNull(i + 1, Types.NULL); // whose type the server infers
            } else if (value instanceof Object[] array) {
                statement.setArray(i + 1, connection.createArrayOf(elementType(array), array));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    private static String elementType(Object[] array) {
        if (array instanceof Long[]) {
            return "int8";
        }
        return array instanceof Integer[] ? "int4" : "text";
    }
}
