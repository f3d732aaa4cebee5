package io.trawl.discovery.argo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.Providers;
import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.orchestrator.ProcessContext;
import io.trawl.api.workflow.Workflow;
import io.trawl.argo.pod.ArgoSteps;
import io.trawl.argo.pod.ShutdownSignal;
import io.trawl.argo.pod.StepRequest;
import io.trawl.config.WorkflowReader;
import io.trawl.discovery.Packaged;
import io.trawl.discovery.WarehouseWorkflow;
import io.trawl.discovery.report.Summary;
import io.trawl.engine.BatchWork;
import io.trawl.engine.Connectors;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A workflow for Argo with a source, a catalog and a ledger of its own, and what its pods run. */
public final class ArgoSite implements AutoCloseable {

    static final String SERVICE = "svc";
    static final String WORKFLOW = "warehouse";
    static final String SECRET = "pa55-of-the-source";
    static final String RUN = "trawl-nightly-x7k2p";
    static final String PLACE = "catalog/" + RUN;

    private static final AtomicInteger LEDGERS = new AtomicInteger();

    final FaultProxy source;
    final OpenMetadataServer catalog;
    final Path workflows;
    private final EmbeddedDatabase server;
    private final String ledger = "argo_ledger_" + LEDGERS.incrementAndGet();

    /** How a process or a step ended, and what it said. */
    record Ended(int exitCode, String out, String err) {

        /** The last line, which says how it went; the lines before it say what went wrong. */
        String lastLine() {
            return err.strip().lines().reduce("", (before, line) -> line);
        }

        Ended with(int code) {
            assertThat(exitCode).as(err + out).isEqualTo(code);
            return this;
        }

        JsonNode lanes() {
            assertThat(out.lines()).as(err).hasSize(1);
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new AssertionError(out, e);
            }
        }
    }

    /**
     * @param server holds the database {@code warehouse}
     * @param execution more keys of distributedExecution, a line each
     */
    ArgoSite(Path folder, EmbeddedDatabase server, Duration latency, String... execution) throws IOException {
        this.server = server;
        this.source = FaultProxy.start(server);
        this.catalog =
                OpenMetadataServer.builder().withoutSchemas().latency(latency).start();
        server.createDatabase(ledger);
        this.workflows = Files.createDirectories(folder.resolve("workflows"));
        write(execution);
    }

    ArgoSite(Path folder, EmbeddedDatabase server, String... execution) throws IOException {
        this(folder, server, Duration.ZERO, execution);
    }

    /** Writes the workflow anew. */
    void write(String... execution) throws IOException {
        WarehouseWorkflow text = new WarehouseWorkflow(
                "argo",
                SERVICE,
                new WarehouseWorkflow.Source("${SOURCE_USER}", SECRET, source.hostPort()),
                "",
                catalog.hostPort());
        Files.writeString(workflows.resolve(WORKFLOW + ".yaml"), text.yaml(execution));
    }

    Map<String, String> environment() {
        return Map.of(
                "SOURCE_USER",
                EmbeddedDatabase.USERNAME,
                "OM_TOKEN",
                catalog.botToken(),
                "TRAWL_WORKFLOWS",
                workflows.toString(),
                "TRAWL_LEDGER_URL",
                "jdbc:postgresql://" + server.hostPort() + "/" + ledger,
                "TRAWL_LEDGER_USERNAME",
                EmbeddedDatabase.USERNAME);
    }

    Workflow workflow() {
        return new WorkflowReader(environment()).read(workflows.resolve(WORKFLOW + ".yaml"));
    }

    DurableLedger ledger() {
        return new IngestionEngine().ledger(workflow().execution().ledger());
    }

    /** What a step does in this process. */
    interface StepCall {
        int of(ArgoSteps steps);
    }

    Ended step(Map<String, String> more, Duration patience, StepCall call) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.putAll(more);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = call.of(new ArgoSteps(
                new ProcessContext(
                        environment, new PrintWriter(out, true), new PrintWriter(err, true), action -> {}, Summary::of),
                patience));
        Ended ended = new Ended(code, out.toString(), err.toString());
        assertThat(ended.out() + ended.err()).doesNotContain(SECRET, catalog.botToken());
        return ended;
    }

    Ended step(StepCall call) {
        return step(Map.of(), Duration.ofSeconds(30), call);
    }

    static StepRequest request() {
        return new StepRequest(WORKFLOW, RUN, true, false, PLACE);
    }

    Ended discover() {
        return step(steps -> steps.discover(request(), new ShutdownSignal()));
    }

    Ended finish() {
        return step(steps -> steps.finish(request(), new ShutdownSignal()));
    }

    Ended closeRun() {
        return step(steps -> steps.close(request()));
    }

    /** Does in this process what a pod does, if nothing goes wrong. */
    void pod(int pod, int of) {
        pod(RUN, pod, of);
    }

    void pod(String id, int pod, int of) {
        Workflow workflow = workflow();
        try (DurableLedger all = ledger();
                Connectors connectors = Connectors.open(workflow, all, Providers.load());
                DurableRunLedger run = all.work(WORKFLOW, id, workflow.digest()).orElseThrow()) {
            BatchWork work = new BatchWork(connectors, run, 1, new Random(1), RunListener.NONE);
            for (long batch : run.open(pod, of)) {
                work.handle(((BatchClaim.Granted) run.claimBatch(batch)).claim());
            }
        }
    }

    /** The packaged worker as a pod, started. */
    Process start(int pod, int of, Map<String, String> more) throws IOException {
        ProcessBuilder builder = Packaged.pod("worker-fn");
        builder.command()
                .addAll(List.of(
                        "batches", "--workflow=" + WORKFLOW, "--run=", "--as=" + RUN, "--pod=" + pod, "--of=" + of));
        builder.environment().putAll(environment());
        builder.environment().putAll(more);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    /** Waits for its end. */
    Ended await(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).doesNotContain(SECRET, catalog.botToken());
        return new Ended(process.waitFor(), "", said);
    }

    Ended worker(int pod, int of) throws Exception {
        return await(start(pod, of, Map.of()));
    }

    /** A number from the ledger's tables. */
    long number(String sql) {
        try (Connection connection = server.connect(ledger);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Changes the ledger, past the ledger. */
    void change(String sql) {
        server.execute(ledger, sql);
    }

    long open() {
        return number("SELECT count(*) FROM trawl.batch WHERE NOT done AND pass = 'ENTITIES'");
    }

    @Override
    public void close() {
        source.close();
        catalog.close();
    }
}
