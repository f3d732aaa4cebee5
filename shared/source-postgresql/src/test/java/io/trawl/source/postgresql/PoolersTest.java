package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.report.Report;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.PostgresZoo;
import io.trawl.testkit.Records;
import io.trawl.testkit.pooler.PgBouncer;
import io.trawl.testkit.pooler.Pooler;
import io.trawl.testkit.pooler.PoolerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes out of a run does not depend on what lies between Trawl and the server, nor on what the role and the database
 * have set (cases/09-poolers).
 */
@Timeout(180)
@Tag("processes")
class PoolersTest {

    private static final String DATABASE = "zoo";
    private static final String READER = "reader";
    private static final Map<String, PoolerConfig> CONFIGURATIONS =
            Map.of("plain", PoolerConfig.PLAIN, "ignoring", PoolerConfig.IGNORING, "session", PoolerConfig.SESSION);

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    private static Path folder;

    private static List<String> direct;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        server.createDatabase(DATABASE);
        PostgresZoo.install(server, DATABASE);
        server.execute(
                DATABASE,
                "CREATE ROLE reader LOGIN; CREATE SCHEMA printed; CREATE TABLE printed.values ("
                        + " f float8 DEFAULT 0.1, t timestamptz DEFAULT '2020-01-01 12:00+00', d date DEFAULT '2020-01-02',"
                        + " i interval DEFAULT '1 day 02:00', b bytea DEFAULT '\\x00ff', s text DEFAULT 'a\\b');"
                        + "CREATE VIEW printed.constants AS SELECT 1.1::float8 AS f, '2020-01-01 12:00+00'::timestamptz AS t,"
                        + " '2020-01-02'::date AS d, '1 day 02:00'::interval AS i, 'a\\b'::text AS s, '\\x00ff'::bytea AS b"
                        + " FROM printed.values");
        direct = run("direct", server.hostPort(), READER);
        assertThat(direct).hasSizeGreaterThan(40);
    }

    private static List<String> run(String name, String hostPort, String role) {
        FileRun run = new FileRun(folder.resolve(name + ".ndjson"), hostPort, DATABASE).username(role);
        Report report = run.workflowConfig(
                        "successThreshold: 100, distributedExecution: {enabled: true, parallelism: 3, entitiesPerBatch: 2}")
                .execute();
        assertThat(report.failures()).isEmpty();
        return run.lines();
    }

    private static PostgresConnection connection(String hostPort, String role) {
        return TestSource.connection(hostPort, role, null, DATABASE);
    }

    static Stream<String> configurations() {
        return CONFIGURATIONS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void aRunThroughAPoolerEqualsADirectOne(String name) {
        try (Pooler pooler = Pooler.start(server, CONFIGURATIONS.get(name))) {
            assertThat(run(name, pooler.hostPort(), READER)).isEqualTo(direct);
            assertThat(pooler.refused()).isZero();
            if (name.equals("session")) {
                assertThat(pooler.switches()).isZero();
            } else {
                assertThat(pooler.switches()).isGreaterThan(5);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void aRunThroughPgbouncerEqualsADirectOne(String name) {
        Optional<PgBouncer> installed = PgBouncer.start(server, CONFIGURATIONS.get(name), List.of(READER));
        if (installed.isEmpty()) {
            System.err.println("SKIPPED: no pgbouncer is installed; poolers are tried with an imitation only");
        }
        Assumptions.assumeTrue(installed.isPresent(), "pgbouncer is not installed");
        try (PgBouncer pooler = installed.get()) {
            assertThat(run("pgbouncer-" + name, pooler.hostPort(), READER)).isEqualTo(direct);
        }
    }

    /** After a statement that fails a session is in a transaction that has to be ended. */
    @ParameterizedTest
    @MethodSource("configurations")
    void whatCannotBeReadFailsAlone(String name) {
        String database = "damaged-" + name;
        server.createDatabase(database);
        server.execute(
                database,
                "DO $$ BEGIN FOR i IN 1..20 LOOP EXECUTE 'CREATE TABLE t' || i || ' (id int)';"
                        + " EXECUTE 'CREATE VIEW v' || i || ' AS SELECT id FROM t' || i; END LOOP; END $$");
        server.execute(database, "DELETE FROM pg_class WHERE oid = 't7'::regclass");
        try (Pooler pooler = Pooler.start(server, CONFIGURATIONS.get(name));
                DiscoverableSource source =
                        TestSource.open(TestSource.connection(pooler.hostPort(), READER, null, database))) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            assertThat(Sources.read(source, all)).hasSize(39).allSatisfy(result -> {
                boolean damaged = result.descriptor().name().equals("v7");
                assertThat(result).isInstanceOf(damaged ? Outcome.Failed.class : ReadResult.Read.class);
            });
        }
    }

    @Test
    void whatRoleAndDatabaseHaveSetChangesNothing() {
        server.execute(DATABASE, "CREATE ROLE peculiar LOGIN");
        Map.ofEntries(
                        Map.entry("quote_all_identifiers", "on"),
                        Map.entry("extra_float_digits", "-14"),
                        Map.entry("DateStyle", "'SQL, DMY'"),
                        Map.entry("IntervalStyle", "iso_8601"),
                        Map.entry("TimeZone", "'Asia/Kathmandu'"),
                        Map.entry("bytea_output", "escape"),
                        Map.entry("standard_conforming_strings", "off"),
                        Map.entry("search_path", "printed, zoo"),
                        Map.entry("default_transaction_isolation", "'read committed'"),
                        Map.entry("statement_timeout", "'1ms'"),
                        Map.entry("lock_timeout", "'1ms'"),
                        Map.entry("idle_session_timeout", "'1s'"),
                        Map.entry("enable_indexscan", "off"))
                .forEach((setting, value) ->
                        server.execute(DATABASE, "ALTER ROLE peculiar SET " + setting + " = " + value));
        assertThat(run("peculiar", server.hostPort(), "peculiar")).isEqualTo(direct);
        try (Pooler pooler = Pooler.start(server, PoolerConfig.PLAIN)) {
            assertThat(run("peculiar-plain", pooler.hostPort(), "peculiar")).isEqualTo(direct);
        }
    }

    @Test
    void checkSaysThatThereIsAPooler() {
        try (Pooler pooler = Pooler.start(server, PoolerConfig.PLAIN);
                DiscoverableSource source = TestSource.open(connection(pooler.hostPort(), READER))) {
            assertThat(source.check())
                    .allSatisfy(check -> assertThat(check.failure()).isNull())
                    .contains(Check.passed(
                            "source session", "read-only, statement timeout 5min, lock timeout 10s, behind a pooler"));
        }
    }

    @Test
    void whatAPoolerKnowsOfIsPassedOnAndTheRestIsSetInEachTransaction() {
        try (Pooler pooler = Pooler.start(server, PoolerConfig.PLAIN)) {
            PostgresConnection settings = Records.with(
                    connection(pooler.hostPort(), READER),
                    "connectionOptions",
                    Map.of("options", "-c statement_timeout=7s --work-mem=5MB -csearch_path=public"));
            try (DiscoverableSource source = TestSource.open(settings)) {
                assertThat(source.check())
                        .contains(Check.passed(
                                "source session",
                                "read-only, statement timeout 7s, lock timeout 10s, behind a pooler"));
            }
            PostgresConnection neon = Records.with(
                    connection(pooler.hostPort(), READER),
                    "connectionOptions",
                    Map.of("options", "endpoint=ep-one -c work_mem=5MB"));
            try (DiscoverableSource source = TestSource.open(neon)) {
                assertThatThrownBy(source::discoverHierarchy).hasMessageContaining("unsupported startup parameter");
            }
        }
    }
}
