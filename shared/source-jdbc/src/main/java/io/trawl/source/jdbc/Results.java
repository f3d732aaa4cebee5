package io.trawl.source.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads rows, and arrays in them. */
public final class Results {

    private Results() {}

    /**
     * Makes something of a row.
     *
     * @param <T> what it makes
     */
    @FunctionalInterface
    public interface Row<T> {

        /** Reads the row that the answer stands at. */
        T of(ResultSet row) throws SQLException;
    }

    /** What all rows that are left hold. */
    public static <T> List<T> list(ResultSet rows, Row<T> row) throws SQLException {
        List<T> list = new ArrayList<>();
        while (rows.next()) {
            list.add(row.of(rows));
        }
        return list;
    }

    /** An array of numbers; empty if it is null. */
    public static List<Integer> numbers(ResultSet row, String column) throws SQLException {
        return Arrays.stream(elements(row, column))
                .map(element -> ((Number) element).intValue())
                .toList();
    }

    /** An array of names; empty if it is null. */
    public static List<String> names(ResultSet row, String column) throws SQLException {
        return Arrays.stream(elements(row, column)).map(String::valueOf).toList();
    }

    private static Object[] elements(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? new Object[0] : (Object[]) array.getArray();
    }
}
