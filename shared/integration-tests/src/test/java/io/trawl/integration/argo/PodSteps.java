package io.trawl.integration.argo;

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
import io.trawl.discovery.report.Summary;
import io.trawl.engine.BatchWork;
import io.trawl.engine.Connectors;
import io.trawl.engine.RunListener;
import io.trawl.environment.Cli;
import io.trawl.environment.Packaged;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The steps of a run in Argo, each in this process or as the process that a pod is. */
final class PodSteps implements AutoCloseable {

    static final String WORKFLOW = "warehouse";
    static final String RUN = "trawl-nightly-x7k2p";
    static final String PLACE = "catalog/" + RUN;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TestEnvironment environment;
    final OpenMetadataServer catalog;

    /** @param execution more keys of distributedExecution */
    PodSteps(Path folder, EmbeddedDatabase server, Duration latency, String execution) {
        environment = TestEnvironment.in(folder, server)
                .emptyLedger()
                .catalog(OpenMetadataServer.builder().withoutSchemas().latency(latency))
                .proxied()
                .open();
        catalog = environment.catalog;
        environment.variables.put("SOURCE_USER", EmbeddedDatabase.USERNAME);
        write(yaml -> yaml.execution(execution));
    }

    /** Writes the workflow anew. */
    void write(UnaryOperator<WorkflowYaml> keys) {
        WorkflowYaml yaml = environment
                .yaml(TestEnvironment.SERVICE)
                .connection("username: '${SOURCE_USER}'")
                .execution("orchestrator: argo");
        environment.write(WORKFLOW, keys.apply(yaml));
    }

    Workflow workflow() {
        return environment.workflow(WORKFLOW);
    }

    /** What a step does in this process. */
    interface Step {
        int of(ArgoSteps steps);
    }

    /**
     * Runs a step.
     *
     * @param more variables of its environment
     */
    Cli.Result step(Map<String, String> more, Duration patience, Step step) {
        Map<String, String> variables = new HashMap<>(environment.variables);
        variables.putAll(more);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ProcessContext context = new ProcessContext(
                variables, new PrintWriter(out, true), new PrintWriter(err, true), action -> {}, Summary::of);
        int code = step.of(new ArgoSteps(context, patience));
        return environment.checked(new Cli.Result(code, out.toString(), err.toString()));
    }

    static StepRequest request() {
        return new StepRequest(WORKFLOW, RUN, true, false, PLACE);
    }

    Cli.Result discover() {
        return discover(request());
    }

    Cli.Result discover(StepRequest request) {
        return step(Map.of(), PATIENCE, steps -> steps.discover(request, new ShutdownSignal()));
    }

    Cli.Result finish() {
        return finish(request());
    }

    Cli.Result finish(StepRequest request) {
        return step(Map.of(), PATIENCE, steps -> steps.finish(request, new ShutdownSignal()));
    }

    Cli.Result closeRun() {
        return closeRun(request());
    }

    Cli.Result closeRun(StepRequest request) {
        return step(Map.of(), PATIENCE, steps -> steps.close(request));
    }

    /** What discover prints for the Workflow. */
    static JsonNode lanes(Cli.Result discovered) {
        assertThat(discovered.out().lines()).as(discovered.err()).hasSize(1);
        try {
            return new ObjectMapper().readTree(discovered.out());
        } catch (IOException e) {
            throw new UncheckedIOException(discovered.out(), e);
        }
    }

    /** Does in this process what a pod does, if nothing goes wrong. */
    void pod(String id, int pod, int of) {
        Workflow workflow = workflow();
        try (DurableLedger all = environment.openLedger();
                Connectors connectors = Connectors.open(workflow, all, Providers.load());
                DurableRunLedger run = all.work(WORKFLOW, id, workflow.digest()).orElseThrow()) {
            BatchWork work = new BatchWork(connectors, run, 1, new Random(1), RunListener.NONE);
            for (long batch : run.open(pod, of)) {
                work.handle(((BatchClaim.Granted) run.claimBatch(batch)).claim());
            }
        }
    }

    /** The packaged worker as a pod, started. */
    Cli start(int pod, int of, Map<String, String> more) {
        ProcessBuilder builder = Packaged.pod(
                "worker-fn",
                "batches",
                "--workflow=" + WORKFLOW,
                "--run=",
                "--as=" + RUN,
                "--pod=" + pod,
                "--of=" + of);
        builder.environment().putAll(environment.variables);
        builder.environment().putAll(more);
        return Cli.startWithOneStream(builder);
    }

    /** The packaged worker as a pod, from its start to its end. */
    Cli.Result worker(int pod, int of, Map<String, String> more) {
        return await(start(pod, of, more));
    }

    Cli.Result worker(int pod, int of) {
        return worker(pod, of, Map.of());
    }

    Cli.Result await(Cli pod) {
        return environment.checked(pod.await(Duration.ofMinutes(3)));
    }

    long number(String sql) {
        return environment.ledger().number(sql);
    }

    /** Changes the ledger, past the ledger. */
    void change(String sql) {
        environment.ledger().execute(sql);
    }

    /** How many batches no pod has done. */
    long open() {
        return number("SELECT count(*) FROM trawl.batch WHERE NOT done AND pass = 'ENTITIES'");
    }

    @Override
    public void close() {
        environment.close();
    }
}
