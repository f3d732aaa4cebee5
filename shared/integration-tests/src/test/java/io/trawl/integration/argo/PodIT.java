package io.trawl.integration.argo;

import static io.trawl.integration.argo.PodSteps.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report.State;
import io.trawl.environment.Await;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker as a pod of a Workflow: arguments in, exit code out. */
@Timeout(180)
@Tag("processes")
class PodIT {

    private static final int TABLES = 24;

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = TestEnvironment.warehouse(TABLES, 4, 2);
    }

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private PodSteps planned(Duration latency, String execution) {
        PodSteps site = new PodSteps(folder, server, latency, "parallelism: 4, entitiesPerBatch: 1" + execution);
        site.discover().ok();
        assertThat(site.open()).isEqualTo(TABLES);
        return site;
    }

    private PodSteps planned(Duration latency) {
        return planned(latency, "");
    }

    private static Cli.Result workWith(PodSteps site, Answer answer, int pod) throws Exception {
        site.catalog.plan(
                request -> request.method().equals("PUT") && request.path().startsWith("/tables"), 1_000, answer);
        try {
            return site.worker(pod, TABLES);
        } finally {
            site.catalog.heal();
        }
    }

    /** It says how it went; the lines before it say what went wrong. */
    private static String lastLine(Cli.Result result) {
        return result.err().strip().lines().reduce("", (before, line) -> line);
    }

    private static List<Integer> writes(PodSteps site) {
        return site.catalog.all("table").stream().map(StoredEntity::writes).toList();
    }

    @Test
    void aPodWorksOnItsShareAndOnNothingElse() throws Exception {
        try (PodSteps site = planned(Duration.ZERO)) {
            Cli.Result ended = site.worker(1, 3).ok();
            assertThat(ended.err())
                    .isEqualTo("trawl: pod 1 of 3, run " + RUN + ": entities: 6 ingested, 2 wait for their foreign"
                            + " keys, 0 unchanged, 0 gone, 0 failed; batches: 8 worked on, 0 still open\n");
            assertThat(site.number(
                            "SELECT count(*) FROM trawl.batch WHERE (done OR pass = 'REFERENCES') AND no % 3 = 1"))
                    .isEqualTo(8);
            assertThat(site.open()).isEqualTo(16);
            assertThat(writes(site)).hasSize(8).containsOnly(1);
            assertThat(lastLine(site.worker(1, 3).ok())).contains("batches: 0 worked on, 0 still open");
            assertThat(writes(site)).hasSize(8).containsOnly(1);
            site.worker(0, 3).ok();
            site.worker(2, 3).ok();
            site.finish().ok();
            assertThat(site.environment.faults()).isEmpty();
            assertThat(site.worker(2, 3).ok().err())
                    .isEqualTo("trawl: run " + RUN + ": is over; there is nothing" + " to do\n");
        }
    }

    @Test
    void theExitCodeTellsWhatBecameOfTheShare() throws Exception {
        try (PodSteps site = planned(Duration.ZERO)) {
            assertThat(workWith(site, Answer.status(503), 0).with(75).err())
                    .contains("trawl: to be tried again: svc.warehouse.plain_", "503", "1 worked on, 1 still open")
                    .hasLineCount(2);
            assertThat(workWith(site, Answer.status(429), 1).with(75).err()).contains("429", "1 still open");
            assertThat(workWith(site, Answer.status(403), 2).with(77).err())
                    .contains("trawl: svc.warehouse.plain_", "403", "1 failed; batches: 1 worked on, 0 still open");
            assertThat(workWith(site, Answer.status(400), 3).with(78).err()).contains("400", "0 still open");
            assertThat(workWith(site, Answer.status(500), 4).with(70).err()).contains("500", "1 still open");
            site.environment.source.refuse();
            assertThat(site.worker(5, TABLES).with(75).err())
                    .contains(site.environment.source.hostPort(), "1 still open");
            site.environment.source.heal();
            assertThat(site.worker(5, TABLES).with(75).err())
                    .as("its pause is longer than a pod waits")
                    .contains("1 still open");
            // As a password that was changed after discovery: the server lets nobody of that name in.
            assertThat(site.worker(6, TABLES, Map.of("SOURCE_USER", "nobody"))
                            .with(77)
                            .err())
                    .contains("nobody", "1 failed");
            assertThat(site.worker(7, TABLES, Map.of("TRAWL_LEDGER_USERNAME", "nobody"))
                            .with(77)
                            .err()
                            .lines())
                    .singleElement()
                    .asString()
                    .contains("ledger", "nobody");
            assertThat(site.number("SELECT count(*) FROM trawl.batch WHERE claimed"))
                    .as("nothing is held")
                    .isZero();
            assertThat(site.catalog.count("table")).isZero();
        }
    }

    @Test
    void whenAttemptsAreUsedUpTheFailureIsForGood() throws Exception {
        try (PodSteps site = planned(
                Duration.ZERO, ", retryPolicy: {maxAttempts: 3, backoffSeconds: 0.1, maxBackoffSeconds: 0.2}")) {
            assertThat(workWith(site, Answer.status(503), 0).with(1).err())
                    .as("short pauses are waited for")
                    .contains("503", "1 failed; batches: 3 worked on, 0 still open");
            assertThat(site.number("SELECT max(attempts) FROM trawl.entity WHERE state = 'FAILED'"))
                    .isEqualTo(3);
            site.catalog.plan(request -> request.path().startsWith("/tables"), 6, Answer.status(503));
            assertThat(lastLine(site.worker(1, TABLES).ok())).contains("1 ingested", "0 still open");
        }
    }

    @Test
    void aPodThatWasKilledIsFollowedByOneThatDoesWhatIsLeft() throws Exception {
        try (PodSteps site = planned(Duration.ofMillis(40))) {
            Cli first = site.start(0, 1, Map.of());
            Await.until(() -> "open " + site.open(), () -> site.open() < TABLES - 5);
            first.kill();
            long left = site.open();
            assertThat(left).isPositive();

            site.worker(0, 1).ok();
            assertThat(site.open()).isZero();
            assertThat(writes(site)).hasSize(TABLES).allMatch(times -> times <= 2);
            assertThat(writes(site).stream().filter(times -> times == 2))
                    .as("no more than were under way")
                    .hasSizeLessThanOrEqualTo(2);
            site.finish().ok();
            assertThat(site.environment.faults()).isEmpty();
        }
    }

    @Test
    void aPodThatIsToldToEndGivesBackWhatItHas() throws Exception {
        try (PodSteps site = planned(Duration.ofMillis(40))) {
            Cli first = site.start(0, 1, Map.of());
            Await.until(() -> "open " + site.open(), () -> site.open() < TABLES - 5);
            first.signal("TERM");
            Cli.Result ended = site.await(first).with(75);
            assertThat(lastLine(ended)).contains("still open").doesNotContain(" 0 still open");
            assertThat(site.number("SELECT count(*) FROM trawl.batch WHERE claimed"))
                    .isZero();
            assertThat(site.environment.latest(PodSteps.WORKFLOW).state()).isEqualTo(State.RUNNING);
            site.worker(0, 1).ok();
            assertThat(writes(site)).hasSize(TABLES).containsOnly(1);
        }
    }

    @Test
    void twoPodsOfOneShareDoNothingTwice() throws Exception {
        try (PodSteps site = planned(Duration.ofMillis(10))) {
            Cli one = site.start(0, 1, Map.of());
            Cli other = site.start(0, 1, Map.of());
            site.await(one).ok();
            site.await(other).ok();
            assertThat(writes(site)).hasSize(TABLES).containsOnly(1);
            assertThat(site.open()).isZero();
        }
    }

    @Test
    void aPodHasOneConnectionToTheSource() throws Exception {
        try (PodSteps site = planned(Duration.ofMillis(20), ", maxSourceConnections: 3")) {
            int before = site.environment.source.total();
            site.worker(0, 1).ok();
            assertThat(site.environment.source.total() - before).isEqualTo(1);
        }
    }

    @Test
    void aRunThatIsToStopIsLeft() throws Exception {
        try (PodSteps site = planned(Duration.ofMillis(40))) {
            Cli pod = site.start(0, 1, Map.of());
            Await.until(() -> "open " + site.open(), () -> site.open() < TABLES - 5);
            site.environment.ask(ledger -> ledger.stop(null, RUN));
            assertThat(site.await(pod).ok().err()).contains("worked on");
            assertThat(site.open()).isPositive();
            site.closeRun().ok();
            assertThat(site.environment.latest(PodSteps.WORKFLOW).state()).isEqualTo(State.STOPPED);
        }
    }

    @Test
    void aLedgerOutOfReachIsTriedAgain() throws Exception {
        try (PodSteps site = planned(Duration.ZERO)) {
            assertThat(site.worker(0, 1, Map.of("TRAWL_LEDGER_URL", "jdbc:postgresql://127.0.0.1:1/nowhere"))
                            .with(75)
                            .err()
                            .lines())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith("trawl: waiting up to 120 s for the ledger at 127.0.0.1:1"),
                            last -> assertThat(last)
                                    .startsWith("trawl: ledger at 127.0.0.1:1/nowhere: gave up after 120 s"));
        }
    }
}
