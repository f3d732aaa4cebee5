package io.trawl.integration.knative;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.environment.Cli;
import io.trawl.environment.PlannedBatches;
import io.trawl.environment.TestEnvironment;
import io.trawl.events.Events;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.knative.Job;
import io.trawl.testkit.knative.JobSinkService;
import io.trawl.testkit.knative.KnativeBroker;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker as a JobSink starts it: event file in, exit code out. */
@Timeout(180)
@Tag("processes")
class JobSinkIT {

    private static final int TABLES = 16;
    private static final int WINDOW = 4;

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = TestEnvironment.warehouse(TABLES, 4, 2);
    }

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    /** A run that discovery has planned and left, and workers for its batches. */
    private final class Planned implements AutoCloseable {

        private static final String NAME = "planned";

        private final FaultProxy source = FaultProxy.start(server);
        private final PackagedKnative cluster = new PackagedKnative(
                folder,
                server,
                KnativeBroker.queued(),
                OpenMetadataServer.builder().withoutSchemas());
        private final String run;
        private int events;

        Planned() {
            cluster.environment.write(
                    NAME,
                    cluster.yaml(NAME)
                            .connection("hostPort: '" + source.hostPort() + "'")
                            // Otherwise what passes is waited for here.
                            .execution("parallelism: 2,"
                                    + " retryPolicy: {maxAttempts: 2, backoffSeconds: 0.05, maxBackoffSeconds: 0.1}"));
            Workflow workflow = cluster.environment.workflow(NAME);
            try (DurableLedger ledger = cluster.environment.openLedger();
                    DurableRunLedger planned = PlannedBatches.plan(ledger, workflow)) {
                run = planned.runId();
            }
            assertThat(cluster.number("SELECT count(*) FROM trawl.batch WHERE NOT done"))
                    .isEqualTo(TABLES);
        }

        String event(String type, String data) {
            return """
                {"specversion":"1.0","id":"%d","source":"/trawl/%s/%s","type":"%s","datacontenttype":"application/json",
                 "data":%s}\
                """.formatted(++events, NAME, run, type, data);
        }

        String event(String workflow, String run, int batch) {
            return event(
                    Events.ENTITY_DISCOVERED,
                    "{\"workflow\":\"%s\",\"run\":\"%s\",\"batch\":%d,\"entities\":[]}"
                            .formatted(workflow, run, batch));
        }

        String event(int batch) {
            return event(NAME, run, batch);
        }

        /**
         * @param event null: there is no file
         */
        Cli.Result work(String event, Map<String, String> variables) throws IOException {
            Path volume = Files.createTempDirectory(folder, "event-volume");
            if (event != null) {
                Files.writeString(volume.resolve("event"), event);
            }
            ProcessBuilder builder = cluster.process("worker-fn", variables);
            builder.environment().put("K_EVENT_PATH", volume.toString());
            builder.environment().put("K_EXECUTION_MODE", "batch");
            return cluster.environment.checked(Cli.startWithOneStream(builder).await());
        }

        Cli.Result work(String event) throws IOException {
            return work(event, Map.of());
        }

        /** With a catalog that answers every write of tables like this. */
        Cli.Result workWith(Answer answer, int batch) throws IOException {
            cluster.catalog.plan(
                    request -> request.method().equals("PUT") && request.path().startsWith("/tables"), 1_000, answer);
            try {
                return work(event(batch));
            } finally {
                cluster.catalog.heal();
            }
        }

        void end() {
            try (DurableLedger ledger = cluster.environment.openLedger();
                    DurableRunLedger record = ledger.work(
                                    NAME,
                                    run,
                                    cluster.environment.workflow(NAME).digest())
                            .orElseThrow()) {
                assertThat(record.tryAcquireLeadership()).isTrue();
                record.end(Report.State.FAILED, true);
            }
        }

        @Override
        public void close() {
            source.close();
            cluster.close();
        }
    }

    @Test
    void theExitCodeTellsWhatBecameOfTheEvent() throws Exception {
        try (Planned planned = new Planned()) {
            assertThat(planned.work(planned.event(0)).ok().err()).isEmpty();
            assertThat(planned.cluster.catalog.count("table")).isEqualTo(1);
            assertThat(planned.work(planned.event(0)).ok().err()).isEmpty();
            assertThat(planned.cluster.catalog.all("table")).singleElement().matches(table -> table.writes() == 1);

            planned.workWith(Answer.status(503), 1).oneLine(75, "planned.warehouse.plain_", "503");
            planned.workWith(Answer.status(429), 2).oneLine(75, "planned.warehouse.plain_", "429");
            planned.workWith(Answer.status(403), 3).oneLine(77, "planned.warehouse.plain_", "403");
            planned.workWith(Answer.status(400), 4).oneLine(78, "planned.warehouse.plain_", "400");
            planned.workWith(Answer.status(500), 5).oneLine(70, "planned.warehouse.plain_", "500");
            planned.source.refuse();
            planned.work(planned.event(6)).oneLine(75, "planned.warehouse.plain_", planned.source.hostPort());
            planned.source.heal();
            planned.work(planned.event(7), Map.of("TRAWL_LEDGER_USERNAME", "nobody"))
                    .oneLine(77, "ledger", "nobody");
            assertThat(planned.cluster.catalog.count("table")).isEqualTo(1);
            assertThat(planned.cluster.number("SELECT count(*) FROM trawl.batch WHERE claimed"))
                    .as("nothing is held")
                    .isZero();

            planned.end();
            assertThat(planned.work(planned.event(8)).ok().err()).isEmpty();
            assertThat(planned.cluster.catalog.count("table")).isEqualTo(1);
        }
    }

    @Test
    void anEventThatCannotBeUnderstood() throws Exception {
        try (Planned planned = new Planned()) {
            planned.work(null).oneLine(78, "event: cannot be read");
            planned.work("").oneLine(78, "specversion: missing");
            planned.work("{\"specversion\":\"1.0\",").oneLine(78, "no JSON of the form expected");
            planned.work(planned.event(Events.RUN_ENDED, "{}")).oneLine(78, "type: '" + Events.RUN_ENDED + "' is not");
            planned.work(planned.event(Events.ENTITY_DISCOVERED, "[17]")).oneLine(78, "no JSON of the form expected");
            planned.work(planned.event("no-such", planned.run, 0)).oneLine(78, "no-such");
            planned.work(planned.event("../planned", planned.run, 0)).oneLine(78, "../planned");
            planned.work(planned.event(Planned.NAME, "20200101-000000-abcdef", 0))
                    .oneLine(78, "20200101-000000-abcdef", "is not in the ledger");
        }
    }

    @Test
    void aWholeRunOfJobsOfWhichSomeAreSilentlyLost() throws Exception {
        KnativeBroker broker = KnativeBroker.queued();
        try (PackagedKnative cluster = new PackagedKnative(
                                folder, server, broker, "parallelism: 4, maxSourceConnections: 6")
                        .discovery(
                                Duration.ofMinutes(4),
                                Map.of("TRAWL_WINDOW", Integer.toString(WINDOW), "TRAWL_RESEND_AFTER", "PT5S"));
                JobSinkService sink = new JobSinkService(
                        "worker-fn",
                        () -> cluster.process("worker-fn", Map.of()),
                        2 * WINDOW,
                        0.15,
                        5,
                        Files.createDirectories(folder.resolve("jobs")))) {
            cluster.workersAt(sink.uri());
            assertThat(cluster.requestRun()).isEqualTo(202);
            long most = 0;
            try (DurableLedger ledger = cluster.environment.openLedger()) {
                while (ledger.run(PackagedKnative.WORKFLOW, Ledger.LATEST)
                        .filter(run -> run.endedAt() != null)
                        .isEmpty()) {
                    // A job that is done in the ledger has not always ended as a process.
                    most = Math.max(
                            most,
                            cluster.number("SELECT count(*) FROM trawl.batch WHERE NOT done AND"
                                    + " (claimed AND due > clock_timestamp()"
                                    + " OR send_due > clock_timestamp() + interval '100 ms')"));
                    Thread.sleep(20);
                }
            }
            Report report = cluster.awaitEnd();
            sink.awaitIdle(Duration.ofSeconds(30));

            assertThat(report.state()).as(report.toString()).isEqualTo(Report.State.SUCCESS);
            assertThat(cluster.environment.faults()).isEmpty();
            assertThat(most).isPositive().isLessThanOrEqualTo(WINDOW);
            assertThat(sink.jobs().stream().filter(job -> job.state() == Job.State.LOST))
                    .as("lost")
                    .isNotEmpty();
            assertThat(sink.jobs().stream().filter(job -> job.state() != Job.State.LOST))
                    .allMatch(job -> job.exitCode().orElse(-1) == 0);
        }
    }
}
