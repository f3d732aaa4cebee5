package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Scope;
import io.trawl.api.report.Report;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.source.Listing;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that are no text fail the entity that has them, wherever they stand (cases/21-sql-ascii-name, 23-win1252). */
@Timeout(120)
class EncodingTest {

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        for (String encoding : List.of("SQL_ASCII", "WIN1252")) {
            server.execute(
                    "CREATE DATABASE \"" + encoding + "\" ENCODING '" + encoding + "' LOCALE 'C' TEMPLATE template0");
        }
    }

    /** Executes a statement whose bytes are those of a character set; pgJDBC itself sends nothing but UTF-8. */
    private static void execute(String database, Charset charset, String... statements) {
        for (String statement : statements) {
            server.execute(
                    database,
                    "DO $$ BEGIN EXECUTE convert_from('\\x" + HexFormat.of().formatHex(statement.getBytes(charset))
                            + "', '" + database + "'); END $$");
        }
    }

    private Report run(String database) {
        return new FileRun(folder.resolve("catalog.ndjson"), server.hostPort(), database).execute();
    }

    private static Map<String, FailureKind> failures(Report report) {
        return report.failures().stream().collect(Collectors.toMap(Report.FailedEntity::id, Report.FailedEntity::kind));
    }

    @Test
    void inADatabaseWithoutAnEncoding() {
        execute(
                "SQL_ASCII",
                StandardCharsets.ISO_8859_1,
                "CREATE SCHEMA ok",
                "CREATE TABLE ok.t(a int)",
                "CREATE TABLE ok.badcomment(a int, b text DEFAULT 'caf\u00e9')",
                "COMMENT ON COLUMN ok.badcomment.a IS 'caf\u00e9 latin1'",
                "CREATE FUNCTION ok.badbody() RETURNS text LANGUAGE sql AS $x$ SELECT 'caf\u00e9'::text $x$",
                "CREATE TABLE ok.\"caf\u00e9\"(a int)",
                "CREATE TABLE ok.badcol(\"n\u00e9e\" int)",
                "CREATE VIEW ok.badview AS SELECT 'caf\u00e9'::text AS x",
                "CREATE TABLE public.neighbour(a int)");
        execute(
                "SQL_ASCII",
                StandardCharsets.UTF_8,
                "CREATE TABLE ok.u8(a int)",
                "COMMENT ON TABLE ok.u8 IS 'caf\u00e9 is utf8'");
        Report report = run("SQL_ASCII");
        assertThat(failures(report))
                .isEqualTo(Map.of(
                        "svc.SQL_ASCII.ok.badcomment", FailureKind.INVALID,
                        "svc.SQL_ASCII.ok.badbody", FailureKind.INVALID,
                        "svc.SQL_ASCII.ok.caf\\351", FailureKind.INVALID,
                        "svc.SQL_ASCII.ok.badcol", FailureKind.INVALID,
                        "svc.SQL_ASCII.ok.badview", FailureKind.INVALID));
        assertThat(report.failures()).allSatisfy(failure -> {
            assertThat(failure.attempts()).isEqualTo(1);
            assertThat(failure.message()).startsWith("invalid byte sequence for encoding \"UTF8\"");
        });
        assertThat(report.entities().listed()).isEqualTo(8);
        assertThat(report.entities().ingested()).isEqualTo(3);
    }

    @Test
    void inADatabaseWhoseEncodingHasMoreThanUnicode() {
        execute(
                "WIN1252",
                StandardCharsets.ISO_8859_1,
                "CREATE TABLE good(a int)",
                "CREATE TABLE bad(a int)",
                "COMMENT ON TABLE bad IS 'x\u0081y'",
                "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''x\u0081y'''",
                "CREATE TABLE \"n\u0081\"(a int)");
        Report report = run("WIN1252");
        assertThat(failures(report))
                .isEqualTo(Map.of(
                        "svc.WIN1252.public.bad", FailureKind.INVALID,
                        "svc.WIN1252.public.f", FailureKind.INVALID,
                        "svc.WIN1252.public.n\\201", FailureKind.INVALID));
        assertThat(report.entities().ingested()).isEqualTo(1);
        assertThat(report.failures()).allSatisfy(failure -> assertThat(failure.message())
                .startsWith("character with byte sequence 0x81 in encoding \"WIN1252\" has no equivalent"));
    }

    @Test
    void manyNamesThatAreNoTextKeepNoneOfTheOthersAway() {
        server.execute("CREATE DATABASE many ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        server.execute(
                "many",
                "CREATE SCHEMA a; CREATE SCHEMA b;"
                        + "DO $$ BEGIN FOR i IN 1..300 LOOP"
                        + " EXECUTE format('CREATE TABLE %I.%I ()', CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END,"
                        + " CASE WHEN i % 10 = 0 THEN convert_from('\\xe9', 'SQL_ASCII') ELSE '' END || i); END LOOP; END $$");
        try (DiscoverableSource source =
                Sources.open(TestSource.connection(server, "many"), DatabaseMetadata.defaults(), 1)) {
            List<EntityDescriptor> found = new ArrayList<>();
            Listing listing =
                    source.discoverEntities(EntityType.TABLE, new Scope("many", List.of("a", "b")), found::add);
            assertThat(listing.complete()).containsExactlyInAnyOrder("a", "b");
            assertThat(found).hasSize(300).extracting(EntityDescriptor::id).doesNotHaveDuplicates();
            assertThat(found.stream().filter(each -> each.name().startsWith("\\351")))
                    .hasSize(30);
        }
    }
}
