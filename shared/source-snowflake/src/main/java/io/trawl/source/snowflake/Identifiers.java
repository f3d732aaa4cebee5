package io.trawl.source.snowflake;

/** Writes names of a user's objects into statements. Quoted, a name keeps its case. */
final class Identifiers {

    private Identifiers() {}

    /**
     * A name as a double-quoted identifier.
     *
     * @see <a href="https://docs.snowflake.com/en/sql-reference/identifiers-syntax">Identifier requirements</a>
     */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Text as a string literal, in which a backslash escapes.
     *
     * @see <a href="https://docs.snowflake.com/en/sql-reference/data-types-text">String constants</a>
     */
    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A schema with its database. */
    static String schema(String database, String schema) {
        return quoted(database) + "." + quoted(schema);
    }

    /** A table, view or other object of a schema, with its database. */
    static String table(String database, String schema, String name) {
        return schema(database, schema) + "." + quoted(name);
    }
}
