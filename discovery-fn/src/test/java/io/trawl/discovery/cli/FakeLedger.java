package io.trawl.discovery.cli;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.report.Report.State;
import io.trawl.api.source.ConnectionBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A ledger that is looked at, and in which nothing is run. */
final class FakeLedger implements DurableLedger {

    static final Instant BEGAN = Instant.parse("2026-11-22T08:17:36.123Z");

    final List<RunRecord> runs = new ArrayList<>();
    final List<EntityRecord> entities = new ArrayList<>();
    /** Questions that find the run still running after it was asked to stop. */
    int looksUntilStopped;

    Report report;
    boolean closed;

    void add(String id, String workflow, State state, Instant startedAt, Duration active, Counts counts) {
        boolean open = !state.hasEnded();
        runs.add(new RunRecord(
                new NewRun(id, workflow, "svc", "digest", "catalog", "local"),
                state,
                open ? Phase.INGESTION : Phase.FINISHED,
                startedAt,
                open ? null : startedAt.plus(active),
                active,
                startedAt.plus(active),
                counts,
                false));
    }

    /** One that is under way. */
    void addRunning(String id, String workflow) {
        add(id, workflow, State.RUNNING, BEGAN, Duration.ofSeconds(3), new Counts(10, 4, 0, 0, 0, 0, 0));
    }

    private Stream<RunRecord> of(String workflow) {
        return runs.stream()
                .filter(run -> workflow == null || run.run().workflow().equals(workflow))
                .sorted(Comparator.comparing(RunRecord::startedAt).reversed());
    }

    private RunRecord known(String workflow, String runId) {
        return run(workflow, runId)
                .orElseThrow(() -> new TrawlException(
                        FailureKind.INVALID,
                        "run '" + runId + "' is unknown" + (workflow == null ? "" : " for workflow " + workflow)));
    }

    @Override
    public List<RunRecord> runs(String workflow, int most) {
        return of(workflow).limit(most).toList();
    }

    @Override
    public Optional<RunRecord> run(String workflow, String runId) {
        Optional<RunRecord> found = of(workflow)
                .filter(run -> runId.equals(LATEST) || run.run().runId().equals(runId))
                .findFirst();
        if (found.isPresent() && found.get().state() == State.RUNNING && --looksUntilStopped == 0) {
            RunRecord stopping = found.get();
            runs.remove(stopping);
            add(
                    stopping.run().runId(),
                    stopping.run().workflow(),
                    State.STOPPED,
                    stopping.startedAt(),
                    stopping.active(),
                    stopping.entities());
            return run(workflow, runId);
        }
        return found;
    }

    @Override
    public RunRecord stop(String workflow, String runId) {
        RunRecord run = known(workflow, runId);
        if (run.endedAt() != null) {
            throw new TrawlException(
                    FailureKind.INVALID,
                    "run '" + run.run().runId() + "' has ended: " + run.state().wireName());
        }
        return run;
    }

    @Override
    public Report report(String workflow, String runId) {
        known(workflow, runId);
        return report;
    }

    @Override
    public void forEachEntity(String workflow, String runId, Consumer<EntityRecord> consumer) {
        known(workflow, runId);
        entities.forEach(consumer);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public DurableRunLedger begin(NewRun run) {
        throw new AssertionError("nothing is run here");
    }

    @Override
    public DurableRunLedger enter(String workflow, RunStart.Existing start, String digest) {
        throw new AssertionError("nothing is run here");
    }

    @Override
    public Optional<DurableRunLedger> work(String workflow, String runId, String digest) {
        throw new AssertionError("nothing is run here");
    }

    @Override
    public List<RunRecord> unannounced(String mode) {
        throw new AssertionError("nothing is announced here");
    }

    @Override
    public void announced(String workflow, String runId) {
        throw new AssertionError("nothing is announced here");
    }

    @Override
    public List<RunRecord> leaderless(String mode) {
        throw new AssertionError("nothing is run here");
    }

    @Override
    public void placed(String workflow, String runId, String place) {}

    @Override
    public Optional<String> place(String workflow, String runId) {
        return Optional.empty();
    }

    @Override
    public OptionalDouble pace(String workflow) {
        return OptionalDouble.empty();
    }

    @Override
    public ConnectionBudget connectionBudget(String server, int size) {
        throw new AssertionError("nothing is run here");
    }
}
