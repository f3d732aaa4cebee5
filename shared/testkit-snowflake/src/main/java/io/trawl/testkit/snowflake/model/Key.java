package io.trawl.testkit.snowflake.model;

import java.util.List;

/**
 * A primary or unique key.
 *
 * @param constraint its name, which another table of the schema may use too
 * @param primary or unique
 * @param columns in the key's order
 * @param comment or null
 */
public record Key(String constraint, boolean primary, List<String> columns, String comment) {

    /** A primary key. */
    public static Key primary(String constraint, String... columns) {
        return new Key(constraint, true, List.of(columns), null);
    }

    /** A unique key. */
    public static Key unique(String constraint, String... columns) {
        return new Key(constraint, false, List.of(columns), null);
    }
}
