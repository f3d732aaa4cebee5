package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.environment.Intercepted;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between Trawl and its ledger costs time, and the result is that of a run without it. */
@Tag("processes")
class LedgerFaultsTest {

    private static final String COMMIT = "COMMIT";

    @AutoClose
    private static EmbeddedDatabase server;

    /** Of its own, since it is killed; what it has committed is on the disk, as it is with a ledger's. */
    @AutoClose
    private static EmbeddedDatabase fragile;

    private static Undisturbed undisturbed;

    @TempDir
    Path folder;

    @AutoClose
    private final FaultProxy proxy = FaultProxy.start(server);

    @AutoClose
    private final OpenMetadataServer catalog = FaultWarehouse.catalog();

    @BeforeAll
    static void start() {
        server = FaultWarehouse.start();
        undisturbed = Undisturbed.runs(server);
        fragile = EmbeddedDatabase.start(Map.of("fsync", "on", "synchronous_commit", "on"));
        fragile.createDatabase(FaultWarehouse.LEDGER);
    }

    /** Into the catalog, with the proxy before the ledger; a socket is silent for a second at most. */
    private LocalRun workflow(String name) {
        return FaultWarehouse.run(folder, name.replaceAll("[^A-Za-z]+", "-") + System.nanoTime(), server, catalog)
                .ledger(proxy.hostPort() + "/" + FaultWarehouse.LEDGER + "?prepareThreshold=0&socketTimeout=1", 1);
    }

    /** Does something once, when a call comes for the nth time, before it. */
    private static Intercepted.Around at(String name, int time, Runnable what) {
        AtomicInteger times = new AtomicInteger();
        return call -> {
            if (call.name().equals(name) && times.incrementAndGet() == time) {
                what.run();
            }
            return call.proceed();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "INSERT INTO trawl.run (, COMMIT",
        "INSERT INTO trawl.run_session, COMMIT",
        "DELETE FROM trawl.hierarchy_failure, COMMIT",
        "INSERT INTO trawl.hierarchy_failure, COMMIT",
        "INSERT INTO trawl.scope, COMMIT",
        "INSERT INTO trawl.entity, COMMIT",
        "WITH ended AS, COMMIT",
        "UPDATE trawl.run SET phase, COMMIT",
        "DELETE FROM trawl.fingerprint f, COMMIT",
        "WITH present AS, ''",
        "WITH held AS, ''",
        "WITH alive AS, ''",
        "WITH once AS, COMMIT",
        "INSERT INTO trawl.warning, ''",
        "SET state = , COMMIT",
        "FROM trawl.run_status s, COMMIT",
        "trawl.use_connection_budget, ''",
    })
    void answersAreLostAfterTheWorkIsDone(String statement, String last) {
        LocalRun workflow = workflow(statement);
        new IngestionEngine().ledger(workflow.workflow().execution().ledger()).close(); // with its schema
        proxy.loseAnswersTo(statement, last, 2);

        Report report = Intercepted.run(workflow, Intercepted.Call::proceed);

        assertThat(proxy.lost()).isBetween(1, 2); // once if the second attempt sees that the first has done it
        undisturbed.audit(workflow, report, catalog);
    }

    @Test
    void answersToAReleaseAreLost() {
        LocalRun workflow = workflow("release");
        proxy.loseAnswersTo("SET claimed = false, token = 0", "", 2);
        AtomicInteger asked = new AtomicInteger();

        Report report = Intercepted.run(
                workflow, call -> call.name().equals("holds") && asked.incrementAndGet() == 3 ? false : call.proceed());

        assertThat(proxy.lost()).isEqualTo(2);
        undisturbed.audit(workflow, report, catalog);
    }

    @Test
    void answersAboutALateWriteAreLost() {
        LocalRun workflow = workflow("late");
        Workflow read = workflow.workflow();
        proxy.loseAnswersTo("WITH old AS", COMMIT, 2);
        AtomicInteger written = new AtomicInteger();

        Report report = Intercepted.run(workflow, call -> {
            Object answer = call.proceed();
            if (call.name().equals("sinkWrite") && written.incrementAndGet() == 3) {
                CrashingMain.takeAway(read);
            }
            return answer;
        });

        // One for each worker that was late, of two: a second attempt finds that the first has done it.
        assertThat(proxy.lost()).isBetween(1, 2);
        undisturbed.audit(workflow, report, catalog);
    }

    @Test
    void answersToWhoTakesTheLeadAreLost() {
        LocalRun workflow = workflow("lead");
        Workflow read = workflow.workflow();
        try (DurableLedger ledger =
                new IngestionEngine().ledger(read.execution().ledger())) {
            DurableRunLedger leader = ledger.begin(new NewRun(
                    "lead " + System.nanoTime(),
                    read.name(),
                    FaultWarehouse.SERVICE,
                    read.digest(),
                    catalog.hostPort().toString(),
                    "local"));
            proxy.loseAnswersTo("SET leader = $1", "", 2);

            Report report = Intercepted.run(workflow, RunStart.resume(Ledger.LATEST), call -> {
                Object answer = call.proceed();
                if (call.name().equals("tryAcquireLeadership") && !(boolean) answer) {
                    leader.close();
                }
                return answer;
            });

            assertThat(proxy.lost()).isEqualTo(2);
            undisturbed.audit(workflow, report, catalog);
        }
    }

    private static long seed() {
        return new Random().nextLong();
    }

    @Test
    void anyAnswerMayBeLost() {
        LocalRun workflow = workflow("any");
        Report report =
                Intercepted.run(workflow, at("hierarchyListed", 1, () -> proxy.loseAnswersSometimes(0.1, seed())));

        assertThat(proxy.lost()).isPositive();
        proxy.heal(); // the audit opens the ledger too
        undisturbed.audit(workflow, report, catalog);
    }

    @Test
    void connectionsAreCutAtRandom() {
        LocalRun workflow = workflow("cut");
        Report report = Intercepted.run(workflow, at("hierarchyListed", 1, () -> proxy.cutSometimes(0.1, seed())));

        assertThat(proxy.cut()).isPositive();
        proxy.heal();
        undisturbed.audit(workflow, report, catalog);
    }

    /** Ends a fault once Trawl has given up on a connection and made another. */
    private void healAfterwards() {
        int connections = proxy.total();
        Thread healer = new Thread(() -> {
            while (proxy.total() < connections + 2) {
                Thread.onSpinWait();
                try {
                    Thread.sleep(10);
                } catch (InterruptedException e) {
                    return;
                }
            }
            proxy.heal();
        });
        healer.setDaemon(true);
        healer.start();
    }

    private void during(String name, Consumer<FaultProxy> fault, String operation, int time) {
        LocalRun workflow = workflow(name);
        AtomicInteger connections = new AtomicInteger();
        Report report = Intercepted.run(workflow, at(operation, time, () -> {
            connections.set(proxy.total());
            healAfterwards();
            fault.accept(proxy);
        }));

        assertThat(proxy.total()).isGreaterThan(connections.get() + 1);
        undisturbed.audit(workflow, report, catalog);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "endListing", "advanceToReferences", "advanceToDeletion", "deleted", "end"})
    void theAnswerToACommitNeverComes(String operation) {
        during("swallow " + operation, fault -> fault.swallowAnswersTo(COMMIT), operation, 1);
    }

    @ParameterizedTest
    @CsvSource({"plan, 1", "claim, 3", "complete, 9", "sinkWrite, 11", "end, 1"})
    void connectionsAreHalfOpen(String operation, int time) {
        during("frozen " + operation, FaultProxy::freeze, operation, time);
    }

    @ParameterizedTest
    @CsvSource({"endListing, 1", "complete, 3", "sinkWrite, 12", "sinkMarkDeleted, 1", "end, 1"})
    void everyBackendIsTerminated(String operation, int time) {
        LocalRun workflow = workflow("terminated " + operation);
        AtomicInteger terminated = new AtomicInteger();

        Report report = Intercepted.run(workflow, at(operation, time, () -> {
            terminated.incrementAndGet();
            server.execute(
                    EmbeddedDatabase.DATABASE,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('" + FaultWarehouse.LEDGER
                            + "', '" + FaultWarehouse.DATABASE + "')");
        }));

        assertThat(terminated.get()).isEqualTo(1);
        undisturbed.audit(workflow, report, catalog);
    }

    @ParameterizedTest
    @CsvSource({"plan, 1", "complete, 8", "sinkWrite, 15", "deleted, 1", "end, 1"})
    void theLedgersServerIsStoppedImmediatelyAndComesBack(String operation, int time) {
        LocalRun workflow = FaultWarehouse.run(folder, "restarted-" + operation, server, catalog)
                .ledger(fragile.hostPort() + "/" + FaultWarehouse.LEDGER, 1);
        AtomicInteger restarted = new AtomicInteger();

        Report report = Intercepted.run(workflow, at(operation, time, () -> {
            fragile.stopImmediately();
            fragile.restart();
            restarted.incrementAndGet();
        }));

        assertThat(restarted.get()).isEqualTo(1);
        undisturbed.audit(workflow, report, catalog);
    }
}
