package io.trawl.source.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What could be read of several objects, and which could not.
 *
 * @param found those that could
 * @param unreadable why the others could not, by key
 */
public record Isolated<K, T>(List<T> found, Map<K, SQLException> unreadable) {

    /** More statements than it takes to find some dozens of objects among thousands: then the others are given up. */
    static final int MOST_STATEMENTS = 500;

    public Isolated {
        found = List.copyOf(found);
        unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
    }

    /** Every object could be read. */
    public static <K, T> Isolated<K, T> all(List<T> found) {
        return new Isolated<>(found, Map.of());
    }

    /**
     * Reads the objects of some keys with one statement, or throws.
     *
     * @param <K> of keys
     * @param <T> of objects
     */
    @FunctionalInterface
    public interface Statement<K, T> {

        /** One object, or none, for each key. */
        List<T> read(List<K> keys) throws SQLException;
    }

    /**
     * Reads objects together, and where that fails because of one of them in halves, until it is alone. To be asked after a
     * statement about all of them has failed.
     *
     * @throws SQLException if a failure is not {@linkplain #isAboutAnObject about an object}
     */
    public static <K, T> Isolated<K, T> read(Collection<K> keys, Statement<K, T> statement) throws SQLException {
        Search<K, T> search = new Search<>(statement);
        search.halves(List.copyOf(keys), null);
        return new Isolated<>(search.found, search.unreadable);
    }

    /** Whether a statement has failed because of one of the objects it reads, and not because of the server or the session. */
    public static boolean isAboutAnObject(SQLException failure) {
        return switch (SqlFailures.kindOf(failure)) {
            case TRANSIENT, THROTTLED -> false;
            case PERMISSION, INVALID, BUG -> !SqlFailures.connectionLost(failure);
        };
    }

    /** The same with other keys: names that a user understands. */
    public <N> Isolated<N, T> named(Function<K, N> name) {
        Map<N, SQLException> named = new LinkedHashMap<>();
        unreadable.forEach((key, failure) -> named.put(name.apply(key), failure));
        return new Isolated<>(found, named);
    }

    private static final class Search<K, T> {
        private final Statement<K, T> statement;
        private final List<T> found = new ArrayList<>();
        private final Map<K, SQLException> unreadable = new LinkedHashMap<>();
        private int statements;

        Search(Statement<K, T> statement) {
            this.statement = statement;
        }

        private void read(List<K> keys) throws SQLException {
            statements++;
            try {
                found.addAll(statement.read(keys));
            } catch (SQLException e) {
                if (!isAboutAnObject(e)) {
                    throw e;
                }
                halves(keys, e);
            }
        }

        /**
         * @param failure of all of them together; null if they are not tried yet
         */
        private void halves(List<K> keys, SQLException failure) throws SQLException {
            if (failure != null && (keys.size() == 1 || statements >= MOST_STATEMENTS)) {
                keys.forEach(key -> unreadable.put(key, failure));
            } else if (keys.size() == 1) {
                read(keys);
            } else if (!keys.isEmpty()) {
                int middle = keys.size() / 2;
                read(keys.subList(0, middle));
                read(keys.subList(middle, keys.size()));
            }
        }
    }
}
