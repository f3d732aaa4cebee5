package io.trawl.integration.knative;

import io.cloudevents.CloudEvent;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.report.Report;
import io.trawl.environment.Await;
import io.trawl.environment.Packaged;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.knative.Delivery;
import io.trawl.testkit.knative.KnativeBroker;
import io.trawl.testkit.knative.KnativeService;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.OpenMetadataServerBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Trawl as its manifests install it: the packaged functions as processes behind services, a broker with triggers, and a
 * ping that comes more often than once a minute.
 */
final class PackagedKnative implements AutoCloseable {

    static final String WORKFLOW = "warehouse";

    final TestEnvironment environment;
    final OpenMetadataServer catalog;
    final KnativeBroker broker;
    KnativeService discovery;
    KnativeService workers;
    private final ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor();

    /**
     * One with the workflow {@link #WORKFLOW}.
     *
     * @param server holds the database {@code warehouse}
     * @param execution more keys of distributedExecution
     */
    PackagedKnative(Path folder, EmbeddedDatabase server, KnativeBroker broker, String execution) {
        this(folder, server, broker, OpenMetadataServer.builder().withoutSchemas());
        environment.write(WORKFLOW, yaml(TestEnvironment.SERVICE).execution(execution));
    }

    /** One that has no workflow yet. */
    PackagedKnative(
            Path folder, EmbeddedDatabase server, KnativeBroker broker, OpenMetadataServerBuilder catalogSettings) {
        this.broker = broker;
        environment = TestEnvironment.in(folder, server)
                .emptyLedger()
                .catalog(catalogSettings)
                .open();
        catalog = environment.catalog;
    }

    /** A workflow whose batches are tried again soon. */
    WorkflowYaml yaml(String service) {
        return environment
                .yaml(service)
                .execution("orchestrator: knative,"
                        + " retryPolicy: {maxAttempts: 5, backoffSeconds: 0.2, maxBackoffSeconds: 1}");
    }

    /**
     * A process of a packaged function.
     *
     * @param more variables of its environment
     */
    ProcessBuilder process(String application, Map<String, String> more, String... arguments) {
        ProcessBuilder builder = Packaged.pod(application, arguments);
        builder.environment().putAll(environment.variables);
        builder.environment().putAll(more);
        return builder;
    }

    private KnativeService service(String application, int pods, int concurrency, Map<String, String> more)
            throws IOException {
        return KnativeService.start(
                application,
                port -> {
                    ProcessBuilder builder = process(application, more, "serve");
                    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
                    return builder;
                },
                pods,
                concurrency,
                Files.createDirectories(environment.folder.resolve(application)));
    }

    /** A pod of the discovery function, with steps of four minutes. */
    PackagedKnative discovery() throws IOException {
        return discovery(Duration.ofMinutes(4), Map.of());
    }

    /**
     * A pod of the discovery function, with steps of this length.
     *
     * @param more variables of its environment
     */
    PackagedKnative discovery(Duration step, Map<String, String> more) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of(
                "K_SINK", broker.ingress().toString(),
                "TRAWL_STEP", step.toString(),
                "TRAWL_RESEND_AFTER", "PT10S"));
        variables.putAll(more);
        discovery = service("discovery-fn", 1, 4, variables);
        Delivery delivery = delivery();
        broker.trigger("run", "io.trawl.run.requested.v1", discovery.uri("/"), delivery);
        broker.trigger("ping", "dev.knative.sources.ping", discovery.uri("/"), delivery);
        return this;
    }

    PackagedKnative workers(int pods) throws IOException {
        workers = service("worker-fn", pods, 1, Map.of());
        return workersAt(workers.uri("/"));
    }

    PackagedKnative workersAt(URI uri) {
        broker.trigger("entity", "io.trawl.entity.discovered.v1", uri, delivery());
        return this;
    }

    private Delivery delivery() {
        Delivery delivery = Delivery.standard().withBackoff(Duration.ofMillis(20));
        return discovery == null ? delivery : delivery.withDeadLetterSink(discovery.uri("/dead-letters"));
    }

    /** A ping every two seconds from now on, as a PingSource sends it every minute. */
    PackagedKnative pings() {
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
    private int send(String type, String data) {
        HttpRequest request = HttpRequest.newBuilder(broker.ingress())
                .header("ce-specversion", "1.0")
                .header("ce-id", UUID.randomUUID().toString())
                .header("ce-source", "/test")
                .header("ce-type", type)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(data))
                .build();
        try {
            return HttpEndpoint.CLIENT
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Asks for a run of {@link #WORKFLOW}. */
    int requestRun() {
        return send("io.trawl.run.requested.v1", "{\"workflow\":\"" + WORKFLOW + "\"}");
    }

    /** Waits until a workflow's latest run has ended. */
    Report awaitEnd(String workflow) throws Exception {
        environment.openLedger().close(); // which makes the tables, unless a function has
        Await.until(() -> "the run has not ended: " + describe(), () -> !environment
                .ledger()
                .text("SELECT ended_at FROM trawl.run WHERE workflow = ? ORDER BY no DESC LIMIT 1", workflow)
                .isEmpty());
        return environment.report(workflow, Ledger.LATEST);
    }

    Report awaitEnd() throws Exception {
        return awaitEnd(WORKFLOW);
    }

    /** The state of the run, for the message of a test that waits in vain. */
    String describe() {
        List<String> batches = environment
                .ledger()
                .list("SELECT concat_ws(' ', pass, done, claimed, due <= clock_timestamp(),"
                        + " send_due > clock_timestamp(), attempt, count(*)) FROM trawl.batch"
                        + " GROUP BY pass, done, claimed, due <= clock_timestamp(),"
                        + " send_due > clock_timestamp(), attempt");
        return "batches (pass, done, claimed, due, told of, attempt: how many): " + batches + "\nworkers: "
                + (workers == null ? "" : workers.answers()) + ", discovery: " + discovery.answers() + ", events: "
                + broker.accepted().size() + ", deliveries: "
                + broker.deliveries().size() + ", logs in "
                + environment.folder;
    }

    long number(String sql) {
        return environment.ledger().number(sql);
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
        environment.close();
    }
}
