package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Members of extensions among a user's own tables, views and functions. */
class ExtensionTest {

    private static EmbeddedDatabase server;
    private static DiscoverableSource source;

    @BeforeAll
    static void install() {
        server = EmbeddedDatabase.start();
        server.execute("""
                CREATE EXTENSION hstore;
                CREATE SCHEMA monitoring;
                CREATE EXTENSION pg_stat_statements SCHEMA monitoring;
                CREATE TABLE own (id integer, tags hstore);
                CREATE VIEW own_view AS SELECT id FROM own;
                -- An overload of an extension's function is no member.
                CREATE FUNCTION akeys(own) RETURNS text LANGUAGE sql AS 'SELECT NULL::text';
                CREATE TABLE adopted (id integer);
                ALTER EXTENSION hstore ADD TABLE adopted;
                """);
        source = TestSource.open(TestSource.connection(server));
    }

    @AfterAll
    static void close() {
        source.close();
        server.close();
    }

    private static Map<String, String> extensions(EntityType type) {
        Map<String, String> extensions = new TreeMap<>();
        Sources.listAll(source, type)
                .forEach(entity -> extensions.put(entity.id(), String.valueOf(entity.extension())));
        return extensions;
    }

    private static String id(String schema, String name) {
        return Fqn.of(Sources.SERVICE, EmbeddedDatabase.DATABASE, schema, name);
    }

    @Test
    void ofTablesAndViewsTheListingNamesTheExtension() {
        assertThat(extensions(EntityType.TABLE))
                .containsOnly(
                        Map.entry(id("public", "own"), "null"),
                        Map.entry(id("public", "own_view"), "null"),
                        Map.entry(id("public", "adopted"), "hstore"),
                        Map.entry(id("monitoring", "pg_stat_statements"), "pg_stat_statements"),
                        Map.entry(id("monitoring", "pg_stat_statements_info"), "pg_stat_statements"));
    }

    @Test
    void ofFunctionsToo() {
        Map<String, String> extensions = extensions(EntityType.STORED_PROCEDURE);

        assertThat(extensions)
                .hasSizeGreaterThan(50)
                .containsEntry(id("public", "akeys(public.own)"), "null")
                .containsEntry(id("public", "akeys(public.hstore)"), "hstore")
                .containsEntry(id("monitoring", "pg_stat_statements_reset"), "pg_stat_statements");
        assertThat(extensions.values().stream().filter("null"::equals)).hasSize(1);
    }

    /** So that they are not deleted from a catalog that has them. */
    @Test
    void membersAreStillPresent() {
        List<String> members = List.of(id("public", "adopted"), id("public", "gone"));
        assertThat(source.stillPresent(EntityType.TABLE, EmbeddedDatabase.DATABASE, "public", members))
                .containsExactly(id("public", "adopted"));
        List<String> functions = List.of(id("public", "akeys(public.hstore)"), id("public", "hstore_in"));
        assertThat(source.stillPresent(EntityType.STORED_PROCEDURE, EmbeddedDatabase.DATABASE, "public", functions))
                .containsExactlyInAnyOrderElementsOf(functions);
    }

    @Test
    void membersAreReadLikeAnyOther() {
        List<EntityDescriptor> members = Sources.listAll(source, EntityType.TABLE).stream()
                .filter(entity -> entity.extension() != null)
                .toList();
        assertThat(Sources.read(source, members)).hasSize(3).allMatch(ReadResult.Read.class::isInstance);
    }

    @Test
    void checkSaysHowManyThereAre() {
        assertThat(source.check().toString())
                .containsPattern("2 tables, 3 views, \\d+ procedures and functions, \\d+ of all these"
                        + " members of extensions; the role may read");
    }
}
