package io.trawl.source.redshift;

/**
 * Where a page of tables begins: behind an oid, or, when those are through, behind the name of an external table.
 *
 * @param oid 0 for the very first
 * @param schema raw name of an external schema, empty for the first external table; null for what has an oid
 * @param table raw name of an external table, empty for the first; null for what has an oid
 */
record PageStart(long oid, String schema, String table) {

    private static final char EXTERNAL = 'x';

    static final PageStart FIRST = new PageStart(0, null, null);
    static final PageStart FIRST_EXTERNAL = new PageStart(0, "", "");

    static PageStart behind(long oid) {
        return new PageStart(oid, null, null);
    }

    static PageStart behind(String schema, String table) {
        return new PageStart(0, schema, table);
    }

    boolean isExternal() {
        return schema != null;
    }

    /** The inverse of {@link #text}; null is the first. */
    static PageStart parse(String text) {
        if (text == null) {
            return FIRST;
        }
        if (text.charAt(0) != EXTERNAL) {
            return behind(Long.parseLong(text));
        }
        int colon = text.indexOf(':');
        int table = colon + 1 + Integer.parseInt(text, 1, colon, 10);
        return behind(text.substring(colon + 1, table), text.substring(table));
    }

    /** Says how long the schema's name is, since any character may be in it. */
    String text() {
        return isExternal() ? EXTERNAL + "" + schema.length() + ":" + schema + table : Long.toString(oid);
    }
}
