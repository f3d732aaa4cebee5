package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.report.Report;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Query;
import io.trawl.testkit.SampleWarehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lock that another session holds costs ten seconds once, and fails what needs it alone (cases/25-locked). */
@Timeout(300)
class LockTest {

    private static final String WAITED = " is locked by another session and was not released in 10 s";

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        server.createDatabase("case25");
        server.execute(
                "case25",
                "do $$ begin for i in 1..30 loop execute format('create table t%s (a int)', i);"
                        + " execute format('create view v%s as select * from t%s', i, i); end loop; end $$;"
                        + "create function f7() returns bigint language sql return (select count(*) from t7);"
                        + "create function f8() returns bigint language sql return (select count(*) from t8);"
                        + "create role reader login");
    }

    /** Locks relations of a database, and nothing that they read, until it is closed. */
    private static Connection lock(String database, String... relations) throws SQLException {
        Connection locker = server.connect(database);
        locker.setAutoCommit(false);
        try (Statement statement = locker.createStatement()) {
            for (String relation : relations) {
                try (ResultSet row = statement.executeQuery(
                        "SELECT relkind = 'v' FROM pg_class WHERE oid = '" + relation + "'::regclass")) {
                    row.next();
                    statement.execute(
                            row.getBoolean(1)
                                    ? "ALTER VIEW " + relation + " RESET (security_barrier)"
                                    : "LOCK TABLE " + relation + " IN ACCESS EXCLUSIVE MODE");
                }
            }
        }
        return locker;
    }

    private static PostgresConnection connection(String role) {
        return TestSource.connection(server.hostPort(), role, null, "case25");
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void assertLocked(ReadResult result, String relation) {
        Sources.assertFailed(result, FailureKind.TRANSIENT).isEqualTo(relation + WAITED);
    }

    private static long failures(List<ReadResult> results) {
        return results.stream().filter(Outcome.Failed.class::isInstance).count();
    }

    /** The role sees no other session in pg_stat_activity, and all locks. */
    @Test
    void oneLockedTableFailsItsViewAfterTenSecondsAndIsNotWaitedForAgain() throws Exception {
        try (DiscoverableSource source = TestSource.open(connection("reader"));
                Connection locker = lock("case25", "t7")) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            long began = System.nanoTime();
            List<ReadResult> results = Sources.read(source, all);
            assertThat(since(began)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
            assertThat(results).hasSize(60);
            assertThat(failures(results)).isEqualTo(1);
            assertLocked(Sources.byName(results).get("v7"), "public.t7");

            List<EntityDescriptor> functions = Sources.listAll(source, EntityType.STORED_PROCEDURE);
            began = System.nanoTime();
            assertLocked(Sources.read(source, List.of(descriptor(all, "v7"))).get(0), "public.t7");
            Map<String, ReadResult> bodies = Sources.byName(Sources.read(source, functions));
            assertLocked(bodies.get("f7"), "public.t7");
            assertThat(bodies.get("f8")).isInstanceOf(ReadResult.Read.class);
            assertThat(since(began)).isLessThan(Duration.ofSeconds(5));

            locker.rollback();
            assertThat(failures(Sources.read(source, all))).isZero();
            assertThat(failures(Sources.read(source, functions))).isZero();
        }
    }

    private static EntityDescriptor descriptor(List<EntityDescriptor> all, String name) {
        return all.stream()
                .filter(descriptor -> descriptor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsNotLockedArrivesBeforeAnythingIsWaitedFor() throws Exception {
        try (DiscoverableSource source = TestSource.open(connection("reader"));
                Connection locker = lock("case25", "t1", "t2", "t3", "v4")) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            long began = System.nanoTime();
            Map<String, ReadResult> results = Sources.byName(Sources.read(source, all));
            assertThat(since(began)).as("all of them together").isLessThan(Duration.ofSeconds(15));
            for (int i = 1; i <= 30; i++) {
                if (i <= 3) {
                    assertLocked(results.get("v" + i), "public.t" + i);
                } else if (i == 4) {
                    assertLocked(results.get("v4"), "public.v4");
                } else {
                    assertThat(results.get("v" + i)).isInstanceOf(ReadResult.Read.class);
                }
                assertThat(results.get("t" + i)).isInstanceOf(ReadResult.Read.class);
            }
            locker.rollback();
        }
    }

    /** An ALTER TABLE that waits for a long query makes everybody else wait behind it. */
    @Test
    @Tag("processes")
    void aLockThatIsWaitedForIsInTheWayAsWell() throws Exception {
        try (DiscoverableSource source = TestSource.open(connection("reader"));
                Connection query = server.connect("case25");
                Connection alter = server.connect("case25")) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            query.setAutoCommit(false);
            query.createStatement().execute("SELECT * FROM t11");
            Thread waiting = new Thread(() -> {
                try {
                    alter.createStatement().execute("ALTER TABLE t11 ADD COLUMN b int");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiting.start();
            awaitLock("t11");
            assertLocked(Sources.byName(Sources.read(source, all)).get("v11"), "public.t11");
            query.rollback();
            waiting.join();
        }
    }

    private static void awaitLock(String relation) {
        String asked = "SELECT count(*) > 0 FROM pg_locks WHERE relation = '" + relation
                + "'::regclass AND mode = 'AccessExclusiveLock'";
        while (!Query.value(server, "case25", asked).equals("t")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLockThatIsReleasedInTimeIsNoFailure() throws Exception {
        try (DiscoverableSource source = TestSource.open(connection("reader"));
                Connection locker = lock("case25", "t7")) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            Thread release = new Thread(() -> {
                try {
                    Thread.sleep(3_000); // the lock's length, which is what this is about
                    locker.rollback();
                } catch (InterruptedException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            release.start();
            assertThat(failures(Sources.read(source, all))).isZero();
            release.join();
        }
    }

    @Test
    @Tag("processes")
    void aLockOnTheCatalogFailsTheBatchAndIsNotWaitedForAgain() throws Exception {
        try (DiscoverableSource source = TestSource.open(connection("reader"))) {
            List<EntityDescriptor> all = Sources.listAll(source, EntityType.TABLE);
            try (Connection locker = lock("case25", "pg_catalog.pg_description")) {
                long began = System.nanoTime();
                assertThat(failures(Sources.read(source, all))).isEqualTo(60);
                assertThat(since(began)).isLessThan(Duration.ofSeconds(15));
                began = System.nanoTime();
                assertThat(failures(Sources.read(source, all))).isEqualTo(60);
                assertThat(since(began)).isLessThan(Duration.ofSeconds(5));
                locker.rollback();
            }
            assertThat(failures(Sources.read(source, all))).isZero();
        }
    }

    @Test
    @Tag("slow")
    void fiveLockedOfTwoThousandCostFiveTimesTenSecondsAtMost() throws Exception {
        server.createDatabase("demo");
        SampleWarehouse.demo(2_000, SampleWarehouse.SEED).fill(server, "demo");
        // Views, and tables with something to print, that no view reads.
        List<String> locked = relations("demo", "relkind = 'v' AND NOT " + IS_READ_BY_A_VIEW, 3);
        locked.addAll(relations(
                "demo",
                "relkind = 'r' AND NOT relispartition AND NOT " + IS_READ_BY_A_VIEW + " AND EXISTS"
                        + " (SELECT FROM pg_attrdef v WHERE adrelid = c.oid)",
                2));
        assertThat(locked).hasSize(5);
        FileRun run = new FileRun(folder.resolve("demo.ndjson"), server.hostPort(), "demo")
                .sourceConfig("includeStoredProcedures: false, includeDDL: true");
        long beganWithout = System.nanoTime();
        assertThat(run.execute().entities().ingested()).isEqualTo(2_000);
        Duration without = since(beganWithout);
        try (Connection locker = lock("demo", locked.toArray(String[]::new))) {
            long began = System.nanoTime();
            Report report = run.execute();
            // What five locks add, on a machine that may be busy: the batches they are in are halved, and so read
            // again.
            assertThat(since(began)).isLessThan(without.multipliedBy(3).plusSeconds(55));
            assertThat(report.entities().ingested()).isEqualTo(1_995);
            assertThat(report.failures()).hasSize(5).allSatisfy(failure -> assertThat(failure.message())
                    .endsWith(WAITED));
            locker.rollback();
        }
    }

    private static final String IS_READ_BY_A_VIEW = "EXISTS (SELECT FROM pg_depend d JOIN pg_rewrite r ON"
            + " r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass WHERE d.refobjid = c.oid AND r.ev_class <> c.oid)";

    private static List<String> relations(String database, String condition, int most) throws SQLException {
        try (Connection connection = server.connect(database)) {
            return Query.rows(
                    connection,
                    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                            + " WHERE nspname !~ '^(pg_|information_schema)' AND " + condition
                            + " ORDER BY c.oid LIMIT " + most);
        }
    }
}
