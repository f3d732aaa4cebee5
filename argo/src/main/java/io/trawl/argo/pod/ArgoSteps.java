package io.trawl.argo.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.OpenWork;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.ProcessContext;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowFolder;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.LocalDispatcher;
import io.trawl.engine.OpenLedgers;
import io.trawl.engine.Run;
import io.trawl.engine.RunCloser;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Executes the steps of a run in Argo, each in a pod of its own. A pod that is started again continues where the pod
 * before it was cut off. The exit code says whether to start the pod again (see {@link FailureKind}); after 1 it is
 * not.
 */
public final class ArgoSteps {

    private static final int FAILED = 1;
    private static final int AGAIN = FailureKind.TRANSIENT.exitCode();

    private final ProcessContext context;
    private final StepLog log;
    private final Duration leadPatience;
    private final IngestionEngine engine = new IngestionEngine();
    private final Random random = new Random(); // decides pauses
    private final RunCloser closer = new RunCloser(engine, Clock.systemUTC());

    /** @param leadPatience how long another process may lead */
    public ArgoSteps(ProcessContext context, Duration leadPatience) {
        this.context = context;
        this.log = new StepLog(context.err());
        this.leadPatience = leadPatience;
    }

    /** What a step does; returns its exit code. */
    private interface Step {
        int of(DurableLedger ledger, Workflow workflow);
    }

    /** Turns a failure into one line in the log and an exit code. */
    private int step(StepRequest request, Step step) {
        try (OpenLedgers ledgers = new OpenLedgers(engine, log::warning)) {
            Workflow workflow = WorkflowFolder.of(context.environment()).readForPods(request.workflow());
            DurableLedger ledger = ledgers.of(workflow);
            try {
                return step.of(ledger, workflow);
            } catch (TrawlException e) {
                remember(ledger, workflow, request, e.getMessage());
                throw e;
            }
        } catch (ConfigException e) {
            log.warning(e.getMessage());
            return FailureKind.INVALID.exitCode();
        } catch (TrawlException e) {
            log.warning(e.getMessage());
            return e.kind() == FailureKind.BUG ? FAILED : e.kind().exitCode(); // the run was stopped then
        } catch (RuntimeException e) {
            log.warning("internal error: " + e);
            return FAILED;
        }
    }

    /** Records a pod's message in the run, since a command that follows the run does not see the pod's log. */
    private static void remember(DurableLedger ledger, Workflow workflow, StepRequest request, String message) {
        try {
            ledger.work(workflow.name(), request.run(), workflow.digest()).ifPresent(run -> {
                try (run) {
                    run.warning(message);
                }
            });
        } catch (TrawlException e) {
            // The ledger itself may be what is wrong.
        }
    }

    /** Lists, plans, and prints the lanes of pods that are to work on the plan. */
    public int discover(StepRequest request, ShutdownSignal leaving) {
        return step(request, (ledger, workflow) -> {
            if (request.begins() && ledger.run(workflow.name(), request.run()).isEmpty()) {
                engine.prepare(ledger, workflow, RunStart.anew(request.run()));
            }
            if (request.place() != null) {
                ledger.placed(workflow.name(), request.run(), request.place());
            }
            long began = System.nanoTime();
            new LeadershipWait(ledger, workflow, request.run(), leadPatience)
                    .take(() -> list(ledger, workflow, request.start(), leaving));
            RunRecord record = record(ledger, workflow, request);
            return switch (OpenWorkSummary.of(ledger, record)) {
                case UNDER_WAY -> {
                    if (record.phase() == Phase.DISCOVERY) {
                        log.info(record, "is handed over before everything is listed");
                        yield AGAIN;
                    }
                    lanes(ledger, workflow, record, Duration.ofNanos(System.nanoTime() - began));
                    yield 0;
                }
                case ENDED -> {
                    log.info(record, "has ended: " + record.state().wireName());
                    context.out().println("[]");
                    yield 0;
                }
                case STOPPED, FOLLOWED -> over(ledger, record);
            };
        });
    }

    /** Lists and plans, if that is not done, and hands the run over to the pods that work on it. */
    private Optional<Report> list(DurableLedger ledger, Workflow workflow, RunStart start, ShutdownSignal leaving) {
        AtomicReference<Run> run = new AtomicReference<>();
        return engine.lead(
                ledger,
                workflow,
                start,
                (connectors, record, hears) ->
                        new PlanOnlyDispatcher(() -> run.get().handOver()),
                log,
                listed -> {
                    run.set(listed);
                    leaving.begun(listed);
                });
    }

    private int over(DurableLedger ledger, RunRecord record) {
        log.info(
                record,
                OpenWorkSummary.of(ledger, record) == OpenWorkSummary.STOPPED
                        ? "was stopped"
                        : "is over: a later one of its workflow has begun");
        return FAILED;
    }

    private void lanes(DurableLedger ledger, Workflow workflow, RunRecord record, Duration listing) {
        List<PodPlan.Lane> lanes = List.of();
        if (record.phase() == Phase.INGESTION) {
            OpenWork open = open(ledger, workflow, record);
            PodPlan plan = PodPlan.of(open, ledger.pace(workflow.name()), listing, workflow.execution());
            log.plan(record, open, plan, workflow.execution());
            lanes = plan.lanes();
        } else {
            log.info(record, "needs no pods: what is left is for finish");
        }
        context.out().println(json(lanes));
        context.out().flush();
    }

    /** A tree: a record would have to be registered for a native image. */
    private static String json(List<PodPlan.Lane> lanes) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        lanes.forEach(lane -> array.addObject()
                .put("first", lane.first())
                .put("pods", lane.pods())
                .put("of", lane.of()));
        return array.toString();
    }

    private static OpenWork open(DurableLedger ledger, Workflow workflow, RunRecord record) {
        Optional<DurableRunLedger> entered =
                ledger.work(workflow.name(), record.run().runId(), workflow.digest());
        if (entered.isEmpty()) {
            return new OpenWork(0, 0);
        }
        try (DurableRunLedger run = entered.get()) {
            return run.openWork();
        }
    }

    /** Brings the run to its end: 0 at or above the success threshold. */
    public int finish(StepRequest request, ShutdownSignal leaving) {
        return step(request, (ledger, workflow) -> {
            RunRecord before = record(ledger, workflow, request);
            if (before.phase() == Phase.DISCOVERY && OpenWorkSummary.of(ledger, before) == OpenWorkSummary.UNDER_WAY) {
                throw new TrawlException(
                        FailureKind.INVALID,
                        "run " + request.run() + ": is not planned yet; discover comes before finish",
                        null);
            }
            new LeadershipWait(ledger, workflow, request.run(), leadPatience)
                    .take(() -> engine.lead(
                            ledger,
                            workflow,
                            request.start(),
                            (connectors, run, hears) -> new FailRemainingDispatcher(
                                    run, hears, new LocalDispatcher(connectors, run, random, hears)),
                            log,
                            leaving::begun));
            RunRecord record = record(ledger, workflow, request);
            return switch (OpenWorkSummary.of(ledger, record)) {
                case UNDER_WAY -> {
                    log.info(record, "is handed over before its end");
                    yield AGAIN;
                }
                case ENDED -> {
                    Report report = ledger.report(workflow.name(), request.run());
                    log.lines(context.summary().apply(report));
                    boolean fails = report.state() == Report.State.FAILED
                            && workflow.workflowConfig().raiseOnError();
                    yield fails ? FAILED : 0;
                }
                case STOPPED, FOLLOWED -> over(ledger, record);
            };
        });
    }

    /** Ends what is left. */
    public int close(StepRequest request) {
        return step(request, (ledger, workflow) -> {
            Optional<RunRecord> before = ledger.run(workflow.name(), request.run());
            if (before.isEmpty() || OpenWorkSummary.of(ledger, before.get()) != OpenWorkSummary.UNDER_WAY) {
                return 0;
            }
            new LeadershipWait(ledger, workflow, request.run(), leadPatience)
                    .take(() -> closer.close(ledger, workflow, request.run()) ? Optional.of(true) : Optional.empty());
            RunRecord record = record(ledger, workflow, request);
            log.info(record, "had not ended, and is " + record.state().wireName() + " now");
            return 0;
        });
    }

    /** The run as it stands. */
    private static RunRecord record(DurableLedger ledger, Workflow workflow, StepRequest request) {
        return ledger.run(workflow.name(), request.run())
                .orElseThrow(() -> new TrawlException(
                        FailureKind.INVALID,
                        "run '" + request.run() + "' of workflow '" + workflow.name() + "' is not in the ledger",
                        null));
    }
}
