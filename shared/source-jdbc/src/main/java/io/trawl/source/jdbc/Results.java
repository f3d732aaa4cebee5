package io.trawl.source.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Reads arrays out of a row. */
public final class Results {

    private Results() {}

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
