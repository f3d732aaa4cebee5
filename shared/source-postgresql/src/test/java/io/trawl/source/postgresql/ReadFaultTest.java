package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.StoredProcedure;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.Records;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One entity's fault is its own: each has the right outcome, and the rest is read. */
@Timeout(120)
class ReadFaultTest {

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
    }

    private String database;

    @TempDir
    Path folder;

    @BeforeEach
    void createTables() {
        database = "d" + UUID.randomUUID().toString().substring(0, 8);
        server.createDatabase(database);
        execute("DO $$ BEGIN FOR i IN 1..20 LOOP EXECUTE 'CREATE TABLE public.t' || i || ' (id int PRIMARY KEY)';"
                + " EXECUTE 'CREATE VIEW public.v' || i || ' AS SELECT id FROM public.t' || i; END LOOP; END $$");
    }

    private void execute(String sql) {
        server.execute(database, sql);
    }

    private DiscoverableSource open() {
        return TestSource.open(TestSource.connection(server, database));
    }

    @Test
    void whatIsDroppedRenamedMovedOrAttachedIsGone() {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            execute(
                    "DROP VIEW v1, v2, v3, v4; DROP TABLE t1; ALTER TABLE t2 RENAME TO renamed;"
                            + "CREATE SCHEMA elsewhere; ALTER TABLE t3 SET SCHEMA elsewhere;"
                            + "CREATE TABLE whole (id int) PARTITION BY LIST (id); ALTER TABLE whole ATTACH PARTITION t4 DEFAULT");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            String[] gone = {"v1", "v2", "v3", "v4", "t1", "t2", "t3", "t4"};
            Sources.assertGone(results, 40, gone);
        }
    }

    @Test
    void aProcedureThatIsDroppedOrGetsANamesakeIsGone() {
        execute("CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                + "CREATE FUNCTION b() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                + "CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 1'");
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            assertThat(all).extracting(EntityDescriptor::name).containsExactlyInAnyOrder("a", "b", "c");
            execute("DROP FUNCTION a; CREATE FUNCTION b(n int) RETURNS int LANGUAGE sql AS 'SELECT n'");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            assertThat(results.get("a")).isInstanceOf(Outcome.Gone.class);
            assertThat(results.get("b")).isInstanceOf(Outcome.Gone.class);
            assertThat(results.get("c")).isInstanceOf(ReadResult.Read.class);
            assertThat(Sources.listAll(source, EntityType.STORED_PROCEDURE))
                    .extracting(EntityDescriptor::id)
                    .contains("svc." + database + ".public.b()", "svc." + database + ".public.b(integer)");
        }
    }

    @Test
    void overloadsWithMoreArgumentsThanANameHasRoomForAreStillTwo() {
        String many = "timestamptz, ".repeat(30);
        execute("CREATE FUNCTION m(" + many + "int) RETURNS int LANGUAGE sql AS 'SELECT 1';" + "CREATE FUNCTION m("
                + many + "text) RETURNS int LANGUAGE sql AS 'SELECT 1'");
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            assertThat(all)
                    .extracting(EntityDescriptor::id)
                    .doesNotHaveDuplicates()
                    .hasSize(2);
            assertThat(Sources.read(source, all)).hasSize(2).allSatisfy(result -> assertThat(result)
                    .isInstanceOfSatisfying(ReadResult.Read.class, read -> {
                        assertThat(read.entity().name()).hasSizeLessThan(256).startsWith("m(#");
                        assertThat(((StoredProcedure) read.entity()).displayName())
                                .isEqualTo("m");
                    }));
        }
    }

    @Test
    void aViewWhoseDefinitionCannotBePrintedFailsAlone() {
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            execute("DELETE FROM pg_class WHERE oid = 't7'::regclass");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            Sources.assertRead(results, 40, "t7", "v7");
            assertThat(results.get("t7")).isInstanceOf(Outcome.Gone.class);
            Sources.assertFailed(results.get("v7"), FailureKind.INVALID).contains("could not open relation");
        }
    }

    /** XX000 from a function that prints definitions is about the object: another attempt gives the same answer. */
    @Test
    void aViewOfAMissingFunctionFailsAloneAtTheFirstAttempt() {
        execute("CREATE FUNCTION gone() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW broken AS SELECT gone();"
                + "DELETE FROM pg_proc WHERE proname = 'gone'");
        Report report = new FileRun(folder.resolve("out.ndjson"), server.hostPort(), database).execute();
        assertThat(report.entities().ingested()).isEqualTo(40);
        assertThat(report.failures()).singleElement().satisfies(failed -> {
            assertThat(failed.id()).isEqualTo("svc." + database + ".public.broken");
            assertThat(failed.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failed.message()).startsWith("cache lookup failed for function ");
            assertThat(failed.attempts()).isEqualTo(1);
        });
    }

    /** No definition is written that lacks a part. */
    @Test
    void aTableWhoseDefinitionRefersToWhatIsMissingFailsAlone() {
        execute("CREATE FOREIGN DATA WRAPPER w; CREATE SERVER gone FOREIGN DATA WRAPPER w;"
                + "CREATE FOREIGN TABLE of_server (a int) SERVER gone;"
                + "CREATE COLLATION gone (locale = 'C'); CREATE TABLE of_collation (a int, b text COLLATE gone);"
                + "CREATE TABLE of_sequence (a int GENERATED ALWAYS AS IDENTITY, b int);"
                + "CREATE TABLE gone (a int); CREATE TABLE of_parent (b int) INHERITS (gone);"
                + "CREATE ACCESS METHOD gone TYPE TABLE HANDLER heap_tableam_handler;"
                + "CREATE TABLE of_method (a int) USING gone");
        execute(
                "DELETE FROM pg_foreign_server WHERE srvname = 'gone'; DELETE FROM pg_collation WHERE collname = 'gone';"
                        + "DELETE FROM pg_sequence WHERE seqrelid = 'of_sequence_a_seq'::regclass;"
                        + "DELETE FROM pg_class WHERE oid = 'gone'::regclass; DELETE FROM pg_am WHERE amname = 'gone'");
        String[] damaged = {"of_server", "of_collation", "of_sequence", "of_parent", "of_method"};
        try (DiscoverableSource source =
                Sources.open(TestSource.connection(server, database), Sources.everything(), 1)) {
            Map<String, ReadResult> results =
                    Sources.byName(Sources.read(source, Sources.listAll(source, EntityType.TABLE)));
            assertThat(results).hasSize(40 + damaged.length);
            results.forEach((name, result) -> {
                if (List.of(damaged).contains(name)) {
                    Sources.assertFailed(result, FailureKind.INVALID)
                            .startsWith("its definition cannot be printed: the catalog lacks what it refers to");
                } else {
                    assertThat(result).as(name).isInstanceOf(ReadResult.Read.class);
                }
            });
        }
        try (DiscoverableSource source = open()) {
            assertThat(Sources.read(source, Sources.listAll(source, EntityType.TABLE)))
                    .as("without includeDDL")
                    .allMatch(ReadResult.Read.class::isInstance);
        }
    }

    @Test
    void aColumnWhoseTypeIsMissingFailsItsTableAlone() {
        execute("CREATE TYPE lost AS ENUM ('a'); ALTER TABLE t5 ADD COLUMN l lost");
        try (DiscoverableSource source = open()) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            execute("DELETE FROM pg_type WHERE typname = 'lost'");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            Sources.assertRead(results, 40, "t5");
            Sources.assertFailed(results.get("t5"), FailureKind.INVALID).endsWith(" is missing in pg_type");
        }
    }

    @Test
    void aViewOnALockedTableTimesOutAlone() throws Exception {
        PostgresConnection impatient = withOptions(Map.of("statement_timeout", "300"));
        try (DiscoverableSource source = TestSource.open(impatient);
                Connection other = server.connect(database)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE public.t9 IN ACCESS EXCLUSIVE MODE");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            Sources.assertRead(results, 40, "v9");
            Sources.assertFailed(results.get("v9"), FailureKind.TRANSIENT);
            other.rollback();
            Sources.assertRead(Sources.byName(Sources.read(source, all)), 40);
        }
    }

    private PostgresConnection withOptions(Map<String, String> options) {
        return Records.with(TestSource.connection(server, database), "connectionOptions", options);
    }

    @Test
    void aRoleThatMayNotPrintDefinitionsHasAPermissionFailure() {
        execute("REVOKE EXECUTE ON FUNCTION pg_get_viewdef(oid, boolean) FROM PUBLIC");
        server.execute(database, "DROP ROLE IF EXISTS nobody; CREATE ROLE nobody LOGIN");
        PostgresConnection connection = TestSource.connection(server.hostPort(), "nobody", null, database);
        try (DiscoverableSource source = TestSource.open(connection)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            assertThat(Sources.read(source, all)).hasSize(40).allSatisfy(result -> assertThat(result)
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.kind()).isEqualTo(FailureKind.PERMISSION);
                        assertThat(failed.message()).isEqualTo("permission denied for function pg_get_viewdef");
                    }));
        }
    }

    private static DiscoverableSource through(FaultProxy proxy, String database) {
        return Sources.open(
                TestSource.connection(proxy.hostPort(), EmbeddedDatabase.USERNAME, null, database),
                DatabaseMetadata.defaults(),
                1);
    }

    @Test
    void aConnectionThatDiedIdleCostsNoAttempt() {
        try (FaultProxy proxy = FaultProxy.start(server);
                DiscoverableSource source = through(proxy, database)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            int before = proxy.total();
            proxy.cutAll();
            Sources.assertRead(Sources.byName(Sources.read(source, all)), 40);
            assertThat(proxy.total()).isEqualTo(before + 1);
        }
    }

    @Test
    void aConnectionThatIsCutWhileItReadsIsReplacedAndTheBatchReadInHalves() {
        try (FaultProxy proxy = FaultProxy.start(server);
                DiscoverableSource source = through(proxy, database)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            source.rest();
            proxy.cut(proxy.total() + 1);
            // Its first packet is the login's, so the server may be starting, and is asked again.
            Sources.assertRead(Sources.byName(Sources.read(source, all)), 40);
            proxy.loseAnswersTo("pg_attribute", "", 1);
            Sources.assertRead(Sources.byName(Sources.read(source, all)), 40);
            assertThat(proxy.lost()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsAwayFailsTheBatchAtOnce() {
        try (FaultProxy proxy = FaultProxy.start(server);
                DiscoverableSource source = through(proxy, database)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            proxy.refuse().cutAll();
            assertThat(Sources.read(source, all)).hasSize(40).allSatisfy(result -> assertThat(result)
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.kind())
                            .isEqualTo(FailureKind.TRANSIENT)));
            proxy.heal();
            Sources.assertRead(Sources.byName(Sources.read(source, all)), 40);
        }
    }

    @Test
    void anEntityThatLastsLongerThanATransactionMayFailsAlone() throws Exception {
        execute("DROP ROLE IF EXISTS brief; CREATE ROLE brief LOGIN; ALTER ROLE brief SET transaction_timeout = 300");
        try (DiscoverableSource source =
                        TestSource.open(TestSource.connection(server.hostPort(), "brief", null, database));
                Connection other = server.connect(database)) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE public.t9 IN ACCESS EXCLUSIVE MODE");
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            Sources.assertRead(results, 40, "v9");
            Sources.assertFailed(results.get("v9"), FailureKind.TRANSIENT)
                    .isEqualTo("terminating connection due to transaction timeout");
        }
    }

    @Test
    void stillPresentAnswersByNameAndThrowsIfItCannotSay() {
        try (DiscoverableSource source = open()) {
            String prefix = "svc." + database + ".public.";
            assertThat(source.stillPresent(
                            EntityType.TABLE, database, "public", List.of(prefix + "t1", prefix + "v1", prefix + "no")))
                    .containsExactlyInAnyOrder(prefix + "t1", prefix + "v1");
            assertThat(source.stillPresent(EntityType.TABLE, database, "no_such_schema", List.of("svc.a.b.c")))
                    .isEmpty();
            assertThatThrownBy(() -> source.stillPresent(EntityType.TABLE, "no_db", "public", List.of("x")))
                    .isInstanceOfSatisfying(TrawlException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(FailureKind.INVALID));
        }
    }
}
