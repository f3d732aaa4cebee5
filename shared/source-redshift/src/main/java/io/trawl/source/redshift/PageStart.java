package io.trawl.source.redshift;

import org.jspecify.annotations.Nullable;

/**
 * Where a page of tables begins: behind an oid, or behind the name of what has none.
 *
 * @param order in which the listing goes on
 * @param oid 0 for the very first
 * @param schema raw name, empty for the first; null for what has an oid
 * @param table raw name, empty for the first of the schema; null for what has an oid
 */
public record PageStart(
        Order order,
        long oid,
        @Nullable String schema,
        @Nullable String table) {

    static final PageStart FIRST = behind(0);

    /** What is listed together. */
    enum Order {
        /** What has an oid, in the order of oids. */
        OIDS('o'),
        /** What has none, of all schemas together in the order of names. */
        NAMES('x'),
        /** What has none, one schema after the other, since one of them fails the others. */
        SCHEMA_BY_SCHEMA('s');

        private final char letter;

        Order(char letter) {
            this.letter = letter;
        }
    }

    static PageStart behind(long oid) {
        return new PageStart(Order.OIDS, oid, null, null);
    }

    static PageStart behind(Order order, String schema, String table) {
        return new PageStart(order, 0, schema, table);
    }

    /** The first of what has no oid. */
    static PageStart first(Order order) {
        return behind(order, "", "");
    }

    /** The inverse of {@link #text}; null is the first. */
    static PageStart parse(@Nullable String text) {
        if (text == null) {
            return FIRST;
        }
        for (Order order : Order.values()) {
            if (order != Order.OIDS && text.charAt(0) == order.letter) {
                int colon = text.indexOf(':');
                int table = colon + 1 + Integer.parseInt(text, 1, colon, 10);
                return behind(order, text.substring(colon + 1, table), text.substring(table));
            }
        }
        return behind(Long.parseLong(text));
    }

    /** Says how long the schema's name is, since any character may be in it. */
    String text() {
        return order == Order.OIDS ? Long.toString(oid) : order.letter + "" + schema.length() + ":" + schema + table;
    }
}
