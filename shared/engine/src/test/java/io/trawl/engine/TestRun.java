package io.trawl.engine;

import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.SourceConnection;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import io.trawl.engine.memory.InMemoryLedger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a source into a sink with the settings a test cares about. */
final class TestRun {

    private final FakeSource source;
    private final FakeSink sink;
    private final Map<String, String> fingerprints = new ConcurrentHashMap<>();
    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private int parallelism = 1;
    int maxAttempts = 3;
    private int successThreshold = 90;
    Duration timeout = Duration.ofMinutes(5);
    private DeletionLimit limit = DeletionLimit.standard();
    boolean includeExtensionMembers;
    /** Whether a later run knows what an earlier one has written. */
    boolean remember;

    DatabaseMetadata.Incremental incremental;

    /** While this process is paused in the middle of leading, another leads the run to its end. */
    boolean endedByAnother;

    private RunStart start = RunStart.anew();
    private boolean markDeletedTables = true;
    private boolean markDeletedSchemas;
    private boolean markDeletedDatabases;
    FilterPattern tableFilter;

    TestRun(FakeSource source, FakeSink sink) {
        this.source = source;
        this.sink = sink;
    }

    TestRun parallelism(int workers) {
        parallelism = workers;
        return this;
    }

    TestRun successThreshold(int percentage) {
        successThreshold = percentage;
        return this;
    }

    TestRun deletionLimit(double maxShare, int maxCount) {
        limit = new DeletionLimit(maxShare, maxCount);
        return this;
    }

    TestRun markDeleted(boolean tables, boolean schemas, boolean databases) {
        markDeletedTables = tables;
        markDeletedSchemas = schemas;
        markDeletedDatabases = databases;
        return this;
    }

    TestRun start(RunStart how) {
        start = how;
        return this;
    }

    record Started(Run run, CompletableFuture<Report> report) {}

    Report execute() {
        return newRun().execute();
    }

    Started start() {
        Run run = newRun();
        return new Started(run, CompletableFuture.supplyAsync(run::execute));
    }

    Connectors connectors() {
        Workflow workflow = workflow();
        return new Connectors(workflow, Filters.of(workflow.source()), source, sink);
    }

    Plan plan() {
        return new DryRun(connectors(), ledger(), null, OptionalDouble.empty()).plan();
    }

    private Run newRun() {
        return new Run(
                connectors(),
                ledger(),
                start,
                RunListener.NONE,
                (connectors, record, listener) -> new LocalDispatcher(connectors, record, new Random(7), listener));
    }

    private RunLedger ledger() {
        RunLedger ledger = new InMemoryLedger(Clock.systemUTC(), 2 * parallelism)
                .begin(new NewRun("run", "test", FakeSource.SERVICE, "digest", "fake", "local"));
        AtomicBoolean listed = new AtomicBoolean();
        return (RunLedger) Proxy.newProxyInstance(
                TestRun.class.getClassLoader(), new Class<?>[] {RunLedger.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("hierarchyListed")) {
                        listed.set(true);
                    }
                    if (endedByAnother && listed.get() && method.getName().equals("phase")) {
                        return Phase.FINISHED;
                    }
                    if (method.getName().equals("lastFingerprints")) {
                        return Map.copyOf(fingerprints);
                    }
                    if (method.getName().equals("unaltered")) {
                        return unaltered((List<?>) arguments[0]);
                    }
                    if (remember && method.getName().equals("complete")) {
                        Completion completion = (Completion) arguments[1];
                        completion.deferred().forEach(each -> fingerprints.remove(each.id()));
                        fingerprints.putAll(completion.fingerprints());
                        versions.putAll(completion.versions());
                    }
                    try {
                        return method.invoke(ledger, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Map<String, String> unaltered(List<?> descriptors) {
        Map<String, String> unaltered = new HashMap<>();
        descriptors.stream()
                .map(EntityDescriptor.class::cast)
                .filter(each -> each.version() != null && each.version().equals(versions.get(each.id())))
                .forEach(each -> unaltered.put(each.id(), fingerprints.get(each.id())));
        return unaltered;
    }

    private Workflow workflow() {
        DatabaseMetadata metadata = new DatabaseMetadata(
                markDeletedTables,
                true,
                markDeletedSchemas,
                markDeletedDatabases,
                true,
                true,
                true,
                true,
                false,
                false,
                false,
                false,
                null,
                null,
                tableFilter,
                null,
                1,
                incremental);
        DistributedExecution execution = new DistributedExecution(
                parallelism > 1,
                Orchestrator.LOCAL,
                parallelism,
                OptionalInt.empty(),
                parallelism,
                new RetryPolicy(maxAttempts, Duration.ofMillis(1), 1, Duration.ofMillis(1)),
                true,
                timeout,
                limit,
                includeExtensionMembers,
                null);
        return new Workflow(
                "test",
                "digest",
                null,
                new Workflow.Source("fake", FakeSource.SERVICE, new NoDefaults(), metadata),
                new Workflow.SinkSpec("fake", null),
                new WorkflowConfig(WorkflowConfig.LoggerLevel.INFO, true, successThreshold, null, execution),
                null,
                List.of());
    }

    private record NoDefaults() implements SourceConnection {
        @Override
        public String server() {
            return "fake";
        }
    }
}
