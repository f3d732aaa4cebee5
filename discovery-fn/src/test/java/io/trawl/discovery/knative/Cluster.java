package io.trawl.discovery.knative;

import io.cloudevents.CloudEvent;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.LedgerEnvironment;
import io.trawl.config.WorkflowReader;
import io.trawl.discovery.Packaged;
import io.trawl.discovery.WarehouseWorkflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.knative.Delivery;
import io.trawl.testkit.knative.KnativeBroker;
import io.trawl.testkit.knative.KnativeService;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Trawl as its manifests install it: the packaged functions as processes behind services, a broker with triggers, and a
 * ping that comes more often than once a minute.
 */
final class Cluster implements AutoCloseable {

    static final String SERVICE = "svc";
    static final String WORKFLOW = "warehouse";
    static final String SECRET = "pa55-of-the-source";

    private static final AtomicInteger LEDGERS = new AtomicInteger();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    final KnativeBroker broker;
    final OpenMetadataServer catalog;
    final Path workflows;
    final Path folder;
    KnativeService discovery;
    KnativeService workers;

    private final EmbeddedDatabase server;
    private final String ledger = "ledger_" + LEDGERS.incrementAndGet();
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor();
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param server holds the database {@code warehouse}
     * @param execution more keys of distributedExecution
     */
    Cluster(Path folder, EmbeddedDatabase server, KnativeBroker broker, String execution) throws IOException {
        this(
                folder,
                server,
                broker,
                OpenMetadataServer.builder().withoutSchemas().start());
        add(WORKFLOW, SERVICE, server.hostPort(), execution);
    }

    /** One that has no workflow yet. */
    Cluster(Path folder, EmbeddedDatabase server, KnativeBroker broker, OpenMetadataServer catalog) throws IOException {
        this.folder = folder;
        this.server = server;
        this.broker = broker;
        this.catalog = catalog;
        server.createDatabase(ledger);
        this.workflows = Files.createDirectories(folder.resolve("workflows"));
    }

    /**
     * Adds a workflow.
     *
     * @param service its service's name
     * @param source address of the database server
     * @param execution more keys of distributedExecution
     */
    Path add(String workflow, String service, String source, String execution) throws IOException {
        WarehouseWorkflow text = new WarehouseWorkflow(
                "knative",
                service,
                new WarehouseWorkflow.Source(EmbeddedDatabase.USERNAME, SECRET, source),
                "",
                catalog.hostPort());
        return Files.writeString(
                workflows.resolve(workflow + ".yaml"),
                text.yaml("retryPolicy: {maxAttempts: 5, backoffSeconds: 0.2, maxBackoffSeconds: 1}", execution));
    }

    /** What a pod has in its environment besides what every process here has. */
    Map<String, String> environment() {
        return Map.of(
                "OM_TOKEN",
                catalog.botToken(),
                "TRAWL_WORKFLOWS",
                workflows.toString(),
                "TRAWL_LEDGER_URL",
                "jdbc:postgresql://" + server.hostPort() + "/" + ledger,
                "TRAWL_LEDGER_USERNAME",
                EmbeddedDatabase.USERNAME);
    }

    ProcessBuilder process(String application, Map<String, String> more) {
        ProcessBuilder builder = Packaged.pod(application);
        builder.environment().putAll(environment());
        builder.environment().putAll(more);
        return builder;
    }

    private ProcessBuilder function(String application, int port, Map<String, String> more) {
        ProcessBuilder builder = process(application, more);
        builder.command().add("serve");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return builder;
    }

    /** The discovery function, with steps of this length. */
    Cluster discovery(int pods, Duration step) throws IOException {
        return discovery(pods, step, Map.of());
    }

    /** @param more variables of its environment */
    Cluster discovery(int pods, Duration step, Map<String, String> more) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "K_SINK", broker.ingress().toString(),
                "TRAWL_STEP", step.toString(),
                "TRAWL_RESEND_AFTER", "PT10S"));
        variables.putAll(more);
        discovery = KnativeService.start(
                "discovery-fn",
                port -> function("discovery-fn", port, variables),
                pods,
                4,
                Files.createDirectories(folder.resolve("discovery")));
        Delivery delivery = delivery();
        broker.trigger("run", "io.trawl.run.requested.v1", discovery.uri("/"), delivery);
        broker.trigger("ping", "dev.knative.sources.ping", discovery.uri("/"), delivery);
        return this;
    }

    Cluster workers(int pods) throws IOException {
        workers = KnativeService.start(
                "worker-fn",
                port -> function("worker-fn", port, Map.of()),
                pods,
                1,
                Files.createDirectories(folder.resolve("worker")));
        return workersAt(workers.uri("/"));
    }

    Cluster workersAt(URI uri) {
        broker.trigger("entity", "io.trawl.entity.discovered.v1", uri, delivery());
        return this;
    }

    private Delivery delivery() {
        Delivery delivery = Delivery.standard().withBackoff(Duration.ofMillis(20));
        return discovery == null ? delivery : delivery.withDeadLetterSink(discovery.uri("/dead-letters"));
    }

    /** A ping every two seconds from now on, as a PingSource sends it every minute. */
    Cluster pings() {
        pings.scheduleAtFixedRate(() -> send("dev.knative.sources.ping", "{}"), 2, 2, TimeUnit.SECONDS);
        return this;
    }

    /** No ping comes any more, and everything has been delivered. */
    void quiet() throws InterruptedException {
        pings.shutdown();
        if (!pings.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a ping is still being sent");
        }
        broker.awaitQuiet(Duration.ofSeconds(60));
    }

    /** Sends an event to the broker as {@code curl} would; the status of the answer, 0 without one. */
    int send(String type, String data) {
        return send(UUID.randomUUID().toString(), type, data);
    }

    int send(String id, String type, String data) {
        HttpRequest request = HttpRequest.newBuilder(broker.ingress())
                .header("ce-specversion", "1.0")
                .header("ce-id", id)
                .header("ce-source", "/test")
                .header("ce-type", type)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(data))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    String get(String uri) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    int requestRun() {
        return send("io.trawl.run.requested.v1", "{\"workflow\":\"" + WORKFLOW + "\"}");
    }

    Workflow workflow() {
        return workflow(WORKFLOW);
    }

    Workflow workflow(String name) {
        return new WorkflowReader(environment()).read(workflows.resolve(name + ".yaml"));
    }

    DurableLedger ledger() {
        return new IngestionEngine()
                .ledger(LedgerEnvironment.ledger(environment()).orElseThrow());
    }

    /** Waits until the latest run has ended. */
    Report awaitEnd() throws InterruptedException {
        return awaitEnd(WORKFLOW);
    }

    Report awaitEnd(String workflow) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (DurableLedger ledger = ledger()) {
            while (true) {
                Optional<RunRecord> run = ledger.run(workflow, Ledger.LATEST);
                if (run.isPresent() && run.get().endedAt() != null) {
                    return ledger.report(workflow, Ledger.LATEST);
                }
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("the run has not ended: " + run + "; " + describe());
                }
                Thread.sleep(100);
            }
        }
    }

    /** Where it stands, for who has to find out why it does not go on. */
    String describe() {
        StringBuilder text = new StringBuilder("batches (pass, done, claimed, due, told of, attempt: how many):");
        try (Connection connection = server.connect(ledger);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT concat_ws(' ', pass, done, claimed, due <= clock_timestamp(),"
                                + " send_due > clock_timestamp(), attempt, count(*)) FROM trawl.batch"
                                + " GROUP BY pass, done, claimed, due <= clock_timestamp(),"
                                + " send_due > clock_timestamp(), attempt")) {
            while (row.next()) {
                text.append("\n  ").append(row.getString(1));
            }
        } catch (SQLException e) {
            text.append(e);
        }
        return text + "\nworkers: " + (workers == null ? "" : workers.answers()) + ", discovery: " + discovery.answers()
                + ", events: " + broker.accepted().size() + ", deliveries: "
                + broker.deliveries().size() + ", logs in "
                + folder;
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

    List<CloudEvent> ended() {
        return broker.accepted("io.trawl.run.ended.v1");
    }

    @Override
    public void close() {
        pings.shutdownNow();
        if (workers != null) {
            workers.close();
        }
        if (discovery != null) {
            discovery.close();
        }
        broker.close();
        catalog.close();
    }
}
