package io.trawl.testkit.redshift;

import java.util.List;

/**
 * Odd objects of Redshift: every type, distribution style, sort key and kind of relation, external tables with nested types,
 * procedures and functions in every language, odd names, and the objects that Redshift makes for itself.
 */
public final class RedshiftZoo {

    /** The schemas it makes that an administrator wants to see; {@code empty} and {@code spectrum_empty} stay empty. */
    public static final List<String> SCHEMAS =
            List.of("zoo", "zoo.annex ünïcode", "empty", "locked", "spectrum", "spectrum_empty", "spectrum_locked");

    /** Those of them that are external. */
    public static final List<String> EXTERNAL_SCHEMAS = List.of("spectrum", "spectrum_empty", "spectrum_locked");

    /** Those of them that {@link #VISITOR} has no USAGE on. */
    public static final List<String> LOCKED_SCHEMAS = List.of("locked", "spectrum_locked");

    /** The schemas it makes in Redshift's name. */
    public static final List<String> HIDDEN_SCHEMAS =
            List.of("pg_automv", "pg_auto_copy", "pg_internal", "pg_mv", "pg_s3", "catalog_history");

    /** A user who is no superuser and owns nothing. */
    public static final String VISITOR = "zoo_visitor";
    /** Of {@link #VISITOR}. */
    public static final String VISITOR_PASSWORD = "Visits-2-animals";

    private RedshiftZoo() {}

    /** Makes the objects in a database that has none of them; its users, too, if the server has none. */
    public static void install(RedshiftServer server, String database) {
        server.execute(database, RedshiftServer.resource("zoo.sql"));
    }
}
