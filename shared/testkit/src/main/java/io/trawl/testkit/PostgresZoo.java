package io.trawl.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Odd objects of PostgreSQL 12 to 18: every type, key and kind of relation, partitions, overloads, policies, and names
 * with dots, quotes, spaces, reserved characters and unicode in them.
 */
public final class PostgresZoo {

    /** The schemas it makes; the last one stays empty. */
    public static final List<String> SCHEMAS = List.of("zoo", "Zoo.Annex ünïcode", "empty");

    private PostgresZoo() {}

    /** Makes the objects in a database that has none of them; the role zoo_keeper, too, if the server has none. */
    public static void install(EmbeddedDatabase server, String database) {
        try (InputStream in = PostgresZoo.class.getResourceAsStream("zoo-postgresql.sql")) {
            server.execute(database, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
