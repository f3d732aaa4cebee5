package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import io.trawl.api.workflow.ConfigException;
import io.trawl.environment.LocalRun;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real source with something odd in it, and a server that refuses what OpenMetadata refuses, or what it is told to. */
class HierarchyFailuresTest {

    private static final int SCHEMAS = 30;
    private static final int TABLES = 300;
    private static final int TABLES_OF_A_SCHEMA = TABLES / SCHEMAS;
    private static final String GOOD_TABLES = "CREATE SCHEMA good; DO $$ BEGIN FOR i IN 1..50 LOOP"
            + " EXECUTE format('CREATE TABLE good.t%s (a int)', i); END LOOP; END $$;";

    @AutoClose
    private static EmbeddedDatabase database;

    @TempDir
    Path folder;

    private final OpenMetadataServer server =
            OpenMetadataServer.builder().version("2.0.9").start();

    @BeforeAll
    static void start() {
        database = TestEnvironment.warehouse(TABLES, 5, SCHEMAS);
        database.createDatabase("warehouse");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private LocalRun run(String databaseName) {
        return new LocalRun(folder, database, databaseName)
                .openMetadata(server)
                .execution("parallelism: 4, entitiesPerBatch: 7, retryPolicy: {backoffSeconds: 0.05, maxBackoffSeconds:"
                        + " 0.5}");
    }

    private static LocalRun withLedger(LocalRun run, String ledger) {
        database.createDatabase(ledger);
        return run.ledger(database, ledger);
    }

    /** open-metadata/OpenMetadata #23268: a line break in the name of a schema. */
    @Test
    void oneSchemaWhoseNameTheServerRefuses() {
        database.createDatabase("badschema");
        database.execute(
                "badschema",
                GOOD_TABLES + "CREATE SCHEMA U&\"bad\\000Aname\"; CREATE TABLE U&\"bad\\000Aname\".t (a int)");

        Report report = run("badschema").execute();

        assertThat(server.count("table")).isEqualTo(50);
        assertThat(report.entities()).isEqualTo(new Counts(51, 50, 0, 0, 1, 2, 0));
        assertThat(report.entities().successPercentage()).isBetween(96.0, 97.0);
        assertThat(report.failures())
                .extracting(Report.FailedEntity::id, Report.FailedEntity::type, Report.FailedEntity::kind)
                .containsExactly(
                        tuple("warehouse.badschema.bad\nname", "databaseSchema", FailureKind.INVALID),
                        tuple("warehouse.badschema.bad\nname.t", "table", FailureKind.INVALID));
        assertThat(report.failures()).allSatisfy(failure -> assertThat(failure.message())
                .startsWith("metadata-rest refused databaseSchema 'warehouse.badschema.bad")
                .doesNotContain("\n"));
    }

    @Test
    void onePolicyWhoseNameTheServerRefusesAsATag() {
        database.createDatabase("badtag");
        database.execute(
                "badtag",
                GOOD_TABLES + "CREATE POLICY U&\"only\\000Aowner\" ON good.t1 USING (a = 1);"
                        + "CREATE POLICY fine ON good.t1 USING (a = 2); CREATE POLICY fine ON good.t2 USING (a = 2)");

        Report report = run("badtag").execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(server.count("table")).isEqualTo(50);
        assertThat(tags("warehouse.badtag.good.t1")).containsExactly("PostgresPolicyTags.fine");
        assertThat(tags("warehouse.badtag.good.t2")).containsExactly("PostgresPolicyTags.fine");
        assertThat(report.failures()).isEmpty();
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith("tag PostgresPolicyTags.only")
                .contains("owner: left out, tables arrive without it: metadata-rest refused")
                .doesNotContain("\n");
    }

    /** The function that a policy calls is gone: the catalog is damaged. */
    @Test
    void onePolicyThatCannotBePrinted() {
        database.createDatabase("badpolicy");
        database.execute(
                "badpolicy",
                GOOD_TABLES + "CREATE FUNCTION fgone() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                        + "CREATE POLICY broken ON good.t1 USING (a > fgone());"
                        + "CREATE POLICY fine ON good.t1 USING (a = 2);"
                        + "SET allow_system_table_mods = on; DELETE FROM pg_proc WHERE proname = 'fgone'");

        Report report = run("badpolicy").execute();

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(server.count("table")).isEqualTo(50);
        assertThat(tags("warehouse.badpolicy.good.t1")).containsExactly("PostgresPolicyTags.fine");
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .startsWith("tag PostgresPolicyTags.broken: left out, tables arrive without it: source postgres at ")
                .contains("cache lookup failed");
    }

    private List<String> tags(String table) {
        JsonNode tags = server.find("table", table).orElseThrow().document().path("tags");
        return tags.findValuesAsText("tagFQN");
    }

    private static boolean isThird(String fqn) {
        String name = fqn.substring(fqn.lastIndexOf('.') + 1);
        return name.startsWith("plain_") && Integer.parseInt(name.substring("plain_".length())) % 3 == 0;
    }

    private void refuseEveryThirdSchema(int status) {
        server.refuse("databaseSchema", HierarchyFailuresTest::isThird, status);
    }

    private void assertTwoThirdsArrived(Report report) {
        assertThat(report.entities().listed()).isEqualTo(TABLES);
        assertThat(report.entities().failed()).isEqualTo(SCHEMAS / 3 + TABLES / 3);
        assertThat(report.entities().ingested() + report.entities().unchanged()).isEqualTo(TABLES * 2 / 3);
        assertThat(report.byType().get("databaseSchema").failed()).isEqualTo(SCHEMAS / 3);
        assertThat(report.byType().get("table").failed()).isEqualTo(TABLES / 3);
        assertThat(report.bySchema().get("warehouse.warehouse.plain_003"))
                .isEqualTo(new Counts(TABLES_OF_A_SCHEMA, 0, 0, 0, 0, TABLES_OF_A_SCHEMA, 0));
        assertThat(report.failures().subList(0, SCHEMAS / 3))
                .allMatch(failure -> failure.type().equals("databaseSchema"));
        assertThat(server.count("table")).isEqualTo(TABLES * 2 / 3);
        assertThat(server.all("table")).noneMatch(table -> isThird(table.parentFqn()));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409, 422})
    void everyThirdSchema(int status) {
        refuseEveryThirdSchema(status);

        Report report = run("warehouse").execute();

        assertTwoThirdsArrived(report);
        assertThat(report.state()).isEqualTo(State.FAILED);
    }

    @Test
    void everyThirdSchemaWithALedgerAndOnceMoreWhenTheyAreAllowed() {
        refuseEveryThirdSchema(403);
        LocalRun run = withLedger(run("warehouse"), "thirds");
        assertTwoThirdsArrived(run.execute());

        Report again = run.execute(RunStart.retry(Ledger.LATEST));
        assertTwoThirdsArrived(again);

        server.heal();
        Report healed = run.execute(RunStart.retry(Ledger.LATEST));

        assertThat(healed.runId()).isEqualTo(again.runId());
        assertThat(healed.failures()).isEmpty();
        assertThat(healed.state()).isEqualTo(State.SUCCESS);
        assertThat(server.count("table")).isEqualTo(TABLES);
    }

    @Test
    void whatWasRefusedIsRefusedInTheNextSessionToo() {
        refuseEveryThirdSchema(403);
        LocalRun run = withLedger(run("warehouse"), "stopped");
        Report first = run.executeAndStopAfter(TABLES / 3);
        assertThat(first.state()).isEqualTo(State.STOPPED);

        Report second = run.execute(RunStart.resume(Ledger.LATEST));

        assertTwoThirdsArrived(second);
    }

    @Test
    void aProcessThatJoinsKnowsWhatTheLeaderWasRefused() throws Exception {
        refuseEveryThirdSchema(403);
        LocalRun run = withLedger(run("warehouse"), "joined");
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        AtomicLong byHelper = new AtomicLong();
        CompletableFuture<Report> leader =
                CompletableFuture.supplyAsync(() -> run.execute(RunStart.anew(), outcomes -> {
                    working.countDown();
                    await(joined);
                }));
        await(working);

        Report helped = run.execute(RunStart.join(Ledger.LATEST), outcomes -> {
            byHelper.addAndGet(
                    outcomes.stream().filter(Outcome.Failed.class::isInstance).count());
            joined.countDown();
        });

        assertTwoThirdsArrived(leader.get());
        assertTwoThirdsArrived(helped);
        assertThat(byHelper.get()).as("refused ones that the other process had").isPositive();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSchemaThatIsRefusedLosesNothing() {
        run("warehouse").execute();
        assertThat(server.count("table")).isEqualTo(TABLES);
        database.createDatabase("fewer");
        SampleWarehouse.plain(TABLES - SCHEMAS, 5, SCHEMAS).fill(database, "fewer");
        refuseEveryThirdSchema(403);

        // The same names, but the last table of each schema is gone.
        Report report = new LocalRun(folder, database, "fewer")
                .openMetadata(server)
                .execution("parallelism: 4")
                .execute();

        assertThat(report.entities().deleted()).isZero();
        assertThat(server.all("table")).noneMatch(StoredEntity::deleted);
    }

    @Test
    void aTokenThatMayNotWriteEndsTheRunAtOnce() {
        LocalRun run = new LocalRun(folder, database, "warehouse")
                .openMetadata(server.hostPort().toString(), server.userToken())
                .execution("parallelism: 4");

        assertThatThrownBy(run::execute).isInstanceOfSatisfying(TrawlException.class, e -> assertThat(e.kind())
                .isEqualTo(FailureKind.PERMISSION));
        assertThat(server.requestCount()).isLessThan(5);
    }

    @Test
    void aServiceThatTheServerRefusesIsAMistakeInTheFile() {
        server.refuse("databaseService", fqn -> true, 400);

        assertThatThrownBy(() -> run("warehouse").execute())
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("source.serviceName: the server refuses 'warehouse': ");
    }
}
