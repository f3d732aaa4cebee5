package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Table;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.PostgresZoo;
import io.trawl.testkit.Query;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Definitions of tables and views, run in a database that lacks them: its catalog must then be that of the first. */
class DefinitionTest {

    private static final String COPY = "copy";

    @Test
    void theZooOfTheOldestVersionCanBeMadeOfItsDefinitions() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Path.of("target", "servers", "12.jar"))) {
            theZooCanBeMadeOfItsDefinitions(server);
        }
    }

    @Test
    void soCanThatOfTheCurrentVersionAndWhatIsNewInIt() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            theZooCanBeMadeOfItsDefinitions(server);
            whatIsNewInVersion18CanBeMadeOfItsDefinitions(server);
        }
    }

    private static void theZooCanBeMadeOfItsDefinitions(EmbeddedDatabase server) throws SQLException {
        PostgresZoo.install(server, EmbeddedDatabase.DATABASE);
        server.createDatabase(COPY);
        PostgresZoo.install(server, COPY);
        assertRoundTrip(server, EmbeddedDatabase.DATABASE, "zoo", "Zoo.Annex ünïcode");
    }

    private static void whatIsNewInVersion18CanBeMadeOfItsDefinitions(EmbeddedDatabase server)
            throws SQLException, IOException {
        server.createDatabase("new");
        server.execute("new", resource("version-18.sql"));
        Map<String, String> definitions = assertRoundTrip(server, "new", "public");
        assertThat(definitions).containsEntry("public.v", """
                        CREATE TABLE public.v (
                            a integer CONSTRAINT "nn a" NOT NULL,
                            b integer GENERATED ALWAYS AS ((a * 2)) VIRTUAL,
                            c integer GENERATED ALWAYS AS ((a + 1)) STORED,
                            d uuid DEFAULT uuidv7()
                        );""").containsEntry("public.np", """
                        CREATE TABLE public.np (
                            a integer NOT NULL NO INHERIT
                        );""");
        assertThat(definitions.get("public.tp")).contains("PRIMARY KEY (id, valid_at WITHOUT OVERLAPS)");
        assertThat(definitions.get("public.tf"))
                .contains("(pid, PERIOD valid_at) REFERENCES public.tp(id, PERIOD valid_at)");
        assertThat(definitions.get("public.ne"))
                .contains("b integer CONSTRAINT nnb NOT NULL", "CHECK ((a > 0)) NOT ENFORCED");
        assertThat(definitions.get("public.fk2")).contains("REFERENCES public.fkne(a) NOT ENFORCED");
        assertThat(definitions.get("public.fkpt")).endsWith("""
                );
                ALTER TABLE public.fkpt ADD CONSTRAINT fkpt_a_fkey FOREIGN KEY (a) REFERENCES public.pt(a) NOT VALID;""");
        assertThat(definitions.get("public.later")).endsWith("ADD CONSTRAINT \"not Yet\" NOT NULL a NOT VALID;");
        assertThat(definitions.get("public.heir")).contains("CONSTRAINT mine NOT NULL a");
        assertThat(definitions.get("public.iv"))
                .startsWith("CREATE VIEW public.iv WITH (security_invoker=on) AS\nSELECT a");
        assertThat(definitions.get("public.mv")).endsWith("\n   FROM public.v\n WITH NO DATA;");
    }

    /** Drops tables and views of the copy, makes them anew of what is read of the first, and compares the catalogs. */
    private static Map<String, String> assertRoundTrip(EmbeddedDatabase server, String database, String... schemas)
            throws SQLException {
        if (!database.equals(EmbeddedDatabase.DATABASE)) {
            server.execute("DROP DATABASE IF EXISTS " + COPY);
            server.createDatabase(COPY);
        }
        Map<String, String> definitions = definitions(server, database);
        List<String> catalog = catalog(server, database, schemas);
        assertThat(catalog).hasSizeGreaterThan(30);
        try (Connection connection = server.connect(COPY);
                Statement statement = connection.createStatement()) {
            dropRelations(statement, schemas);
            statement.execute("CREATE SEQUENCE IF NOT EXISTS public.unused");
            for (String sequence : sequences(server, database, schemas)) {
                statement.execute("CREATE SEQUENCE " + sequence);
            }
            run(statement, new ArrayList<>(definitions.values()));
        }
        assertThat(catalog(server, COPY, schemas)).containsExactlyElementsOf(catalog);
        Map<String, String> again = definitions(server, COPY);
        definitions.forEach(
                (name, definition) -> assertThat(again.get(name)).as(name).isEqualTo(definition));
        return definitions;
    }

    private static Map<String, String> definitions(EmbeddedDatabase server, String database) {
        Map<String, String> definitions = new LinkedHashMap<>();
        try (DiscoverableSource source =
                Sources.open(TestSource.connection(server, database), Sources.everything(), 1)) {
            for (ReadResult result : Sources.read(source, Sources.listAll(source, EntityType.TABLE))) {
                assertThat(result).isInstanceOf(ReadResult.Read.class);
                definitions.put(
                        result.descriptor().schema() + "." + result.descriptor().name(),
                        ((Table) ((ReadResult.Read) result).entity()).schemaDefinition());
            }
        }
        return definitions;
    }

    private static void dropRelations(Statement statement, String... schemas) throws SQLException {
        for (String drop : Query.rows(statement.getConnection(), """
                SELECT 'DROP ' || CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
                                      ELSE 'TABLE' END
                       || ' IF EXISTS ' || c.oid::regclass || ' CASCADE'
                FROM pg_class c
                WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND c.relnamespace::regnamespace::text = ANY (%s)
                """.formatted(array(schemas)))) {
            statement.execute(drop);
        }
    }

    /** Those of columns with a default, which a definition names; identity columns bring theirs. */
    private static List<String> sequences(EmbeddedDatabase server, String database, String... schemas)
            throws SQLException {
        try (Connection connection = server.connect(database)) {
            return Query.rows(connection, """
                        SELECT c.oid::regclass
                        FROM pg_class c
                        WHERE c.relkind = 'S' AND c.relnamespace::regnamespace::text = ANY (%s)
                          AND NOT EXISTS (SELECT FROM pg_depend d
                                          WHERE d.classid = 1259 AND d.objid = c.oid AND d.deptype = 'i')
                        """.formatted(array(schemas)));
        }
    }

    /** In whatever order works: a table may refer to one that comes later. */
    private static void run(Statement statement, List<String> definitions) throws SQLException {
        while (!definitions.isEmpty()) {
            List<String> failed = new ArrayList<>();
            SQLException last = null;
            for (String definition : definitions) {
                try {
                    statement.execute(definition);
                } catch (SQLException e) {
                    last = e;
                    failed.add(definition);
                }
            }
            if (failed.size() == definitions.size()) {
                throw new AssertionError("cannot be run: " + failed, last);
            }
            definitions = failed;
        }
    }

    private static List<String> catalog(EmbeddedDatabase server, String database, String... schemas)
            throws SQLException {
        try (Connection connection = server.connect(database)) {
            return Query.rows(connection, resource("catalog.sql").replace(":schemas", array(schemas)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String array(String... names) {
        return "ARRAY['" + String.join("', '", names) + "', '\"" + String.join("\"', '\"", names) + "\"']";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DefinitionTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
