package io.trawl.engine;

import static io.trawl.api.util.OneLine.quotedAddress;

import io.trawl.api.Providers;
import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.Check;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.PodEstimator;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.memory.InMemoryLedger;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Entry point of the engine: ingests a workflow, takes part in a run, plans, lists and checks. Safe for use by several
 * threads.
 */
public final class IngestionEngine {

    private static final DateTimeFormatter RUN_ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Clock clock;
    private final Random random;
    private final Providers providers;

    /**
     * @param clock what time it is
     * @param random decides pauses and the end of run ids
     * @param providers the sources, sinks, ledgers and orchestrators there are
     */
    public IngestionEngine(Clock clock, Random random, Providers providers) {
        this.clock = clock;
        this.random = random;
        this.providers = providers;
    }

    /** With the system's clock, a random seed, and the providers on the class path. */
    public IngestionEngine() {
        this(Clock.systemUTC(), new Random(), Providers.load());
    }

    /** An id for a new run: its date and time, and six random digits, since a ledger may record many at a time. */
    public String newRunId() {
        return RUN_ID.format(clock.instant().atOffset(ZoneOffset.UTC)) + "-%06x".formatted(random.nextInt(0x1000000));
    }

    /**
     * The ledger at this address, created or migrated if need be; a single attempt.
     *
     * @throws io.trawl.api.workflow.ConfigException if no ledger is built in for its URL
     * @throws io.trawl.api.model.TrawlException if it cannot be reached
     */
    public DurableLedger ledger(LedgerConfig config) {
        return ledger(config, ConnectRetry.none());
    }

    /** The same, with the first connection tried again as {@code retry} says. */
    public DurableLedger ledger(LedgerConfig config, ConnectRetry retry) {
        return providers
                .ledger(config.url())
                .orElseThrow(
                        () -> new ConfigException("ledger.url: " + quotedAddress(config.url()) + " is not built in"))
                .open(config, retry);
    }

    /**
     * Runs the workflow to its end, or takes part in one of its runs until that ends.
     *
     * @param start whether a run is begun or entered
     * @param begun receives the run before it begins, so that it can be stopped
     * @throws ConfigException if the run cannot be entered with this workflow
     * @throws TrawlException if source, sink or ledger cannot be reached; a ledger that answers is waited for up to
     *     two minutes
     */
    public Report ingest(Workflow workflow, RunStart start, RunListener listener, Consumer<Run> begun) {
        try (Ledger ledger = ledger(workflow, ConnectRetry.whileAnswered(listener::warning));
                Connectors connectors = connectors(workflow, ledger)) {
            if (start instanceof RunStart.Join && connectors.sink().isSnapshot()) {
                throw new ConfigException("sink.type: '" + workflow.sink().type()
                        + "' is written by one process, so a run cannot be joined");
            }
            try (RunLedger record = record(workflow, start, ledger, connectors)) {
                Run run = new Run(
                        connectors,
                        record,
                        start,
                        listener,
                        (same, its, listening) -> new LocalDispatcher(same, its, random, listening));
                begun.accept(run);
                return run.execute();
            }
        }
    }

    /**
     * Records a new run in the ledger, or reopens one, and leaves it to another process to lead.
     *
     * @param ledger left open
     * @return the run's id
     * @throws ConfigException if the run cannot be entered with this workflow
     * @throws TrawlException if the ledger refuses or cannot be reached
     */
    public String prepare(DurableLedger ledger, Workflow workflow, RunStart start) {
        try (Connectors connectors = connectors(workflow, ledger);
                RunLedger record = record(workflow, start, ledger, connectors)) {
            ((DurableRunLedger) record).handOver(Run.HAND_OVER);
            return record.runId();
        }
    }

    /**
     * Leads a run whose batches are processed by other processes, until it ends or is handed over.
     *
     * @param ledger left open
     * @param begun receives the run before it begins, so that it can be stopped or handed over
     * @return how it stands then; empty if it is over already, or another process leads
     * @throws TrawlException if source, sink, ledger or the way to the workers cannot be reached
     */
    public Optional<Report> lead(
            DurableLedger ledger,
            Workflow workflow,
            RunStart start,
            DispatcherFactory<DurableRunLedger> dispatchers,
            RunListener listener,
            Consumer<Run> begun) {
        Optional<DurableRunLedger> entered =
                ledger.work(workflow.name(), start.id().orElseThrow(), workflow.digest());
        if (entered.isEmpty()) {
            return Optional.empty();
        }
        try (DurableRunLedger record = entered.get()) {
            if (!record.tryAcquireLeadership()) {
                return Optional.empty();
            }
            try (Connectors connectors = connectors(workflow, ledger)) {
                Run run = new Run(
                        connectors,
                        record,
                        start,
                        listener,
                        (same, undurable, listening) -> dispatchers.open(same, record, listening));
                begun.accept(run);
                return Optional.of(run.execute());
            }
        }
    }

    /** The workflow's source and sink, not connected yet. */
    Connectors connectors(Workflow workflow, Ledger ledger) {
        return Connectors.open(workflow, ledger, providers);
    }

    private RunLedger record(Workflow workflow, RunStart start, Ledger ledger, Connectors connectors) {
        if (start instanceof RunStart.New) {
            RunLedger record = ledger.begin(newRun(start.id().orElseGet(this::newRunId), workflow, connectors));
            workflow.warnings().forEach(record::warning);
            return record;
        }
        if (ledger instanceof DurableLedger durable) {
            return durable.enter(workflow.name(), (RunStart.Existing) start, workflow.digest());
        }
        throw new ConfigException("workflowConfig.distributedExecution.ledger: is needed to continue a run");
    }

    private static NewRun newRun(String runId, Workflow workflow, Connectors connectors) {
        return new NewRun(
                runId,
                workflow.name(),
                workflow.source().serviceName(),
                workflow.digest(),
                connectors.sink().catalog(),
                workflow.execution().mode());
    }

    private Ledger ledger(Workflow workflow, ConnectRetry retry) {
        LedgerConfig config = workflow.execution().ledger();
        return config == null ? inMemory(workflow) : ledger(config, retry);
    }

    private Ledger inMemory(Workflow workflow) {
        return new InMemoryLedger(clock, 2 * workflow.execution().parallelism());
    }

    /**
     * What a run would do, deletions included; records nothing. Where workers are pods, the ledger is asked how fast they
     * are.
     *
     * @throws TrawlException if the source cannot be reached, or that ledger
     */
    public Plan plan(Workflow workflow) {
        PodEstimator estimator = providers
                .orchestrator(workflow.execution().orchestrator().name())
                .flatMap(OrchestratorProvider::estimator)
                .orElse(null);
        return recordNowhere(workflow, "plan", (connectors, record) -> {
            OptionalDouble pace = estimator == null ? OptionalDouble.empty() : pace(workflow);
            return new DryRun(connectors, record, estimator, pace).plan();
        });
    }

    private <T> T recordNowhere(Workflow workflow, String runId, BiFunction<Connectors, RunLedger, T> work) {
        try (Ledger ledger = inMemory(workflow);
                Connectors connectors = connectors(workflow, ledger);
                RunLedger record = ledger.begin(newRun(runId, workflow, connectors))) {
            return work.apply(connectors, record);
        }
    }

    /** What earlier runs have shown. */
    private OptionalDouble pace(Workflow workflow) {
        try (DurableLedger ledger = ledger(workflow.execution().ledger())) {
            return ledger.pace(workflow.name());
        }
    }

    /**
     * Lists the entities a run would ingest.
     *
     * @param found receives each as it arrives
     * @return what could not be listed, and the warnings
     * @throws TrawlException if the source cannot be reached
     */
    public Report discover(Workflow workflow, Consumer<EntityDescriptor> found) {
        return recordNowhere(workflow, "discover", (connectors, record) -> {
            Discovery discovery = new Discovery(connectors, record, () -> false, () -> false, record::warning);
            discovery.entities(discovery.hierarchy(), found, () -> {});
            return record.report(Report.State.SUCCESS);
        });
    }

    /** Looks at the ledger, the source and the sink; one line each. */
    public List<Check> check(Workflow workflow) {
        List<Check> checks = new ArrayList<>();
        LedgerConfig config = workflow.execution().ledger();
        if (config != null) {
            try (DurableLedger ledger = ledger(config)) {
                ledger.runs(workflow.name(), 1);
                checks.add(Check.passed("ledger", config.url()));
            } catch (TrawlException e) {
                checks.add(Check.failed("ledger", e.kind(), e.getMessage()));
            }
        }
        try (Ledger ledger = inMemory(workflow);
                Connectors connectors = connectors(workflow, ledger)) {
            checks.addAll(connectors.source().check());
            checks.addAll(connectors.sink().check());
            return checks;
        }
    }
}
