package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report.State;
import java.time.Duration;
import java.time.Instant;

/** One line each: why a run cannot be begun or entered, and what to do instead. */
final class RunStateErrors {

    private RunStateErrors() {}

    static TrawlException unknown(String workflow, String runId) {
        String of = workflow == null ? "" : " of workflow '" + workflow + "'";
        return new TrawlException(
                FailureKind.INVALID,
                runId.equals(Ledger.LATEST)
                        ? "the ledger holds no run" + of
                        : "run '" + runId + "'" + of + " is not in the ledger; 'runs' lists those that are");
    }

    static String name(RunRow row) {
        RunRecord run = row.record();
        return "run " + run.run().runId() + " of workflow '" + run.run().workflow() + "'";
    }

    /** {@code run X of workflow 'w' is under way (12 of 100 entities, last seen 2 s ago)}. */
    static String underWay(RunRow row) {
        RunRecord run = row.record();
        Duration silence = Duration.between(run.lastSeen(), Instant.now());
        return name(row) + " is under way (" + run.entities().done() + " of "
                + run.entities().listed() + " entities, last seen "
                + Texts.seconds(silence.isNegative() ? Duration.ZERO : silence) + " ago)";
    }

    static TrawlException beginning(RunRow other) {
        String id = other.record().run().runId();
        return new TrawlException(
                FailureKind.INVALID,
                underWay(other) + ": join it with ingest --join " + id + ", continue it with resume " + id
                        + " if its process is gone, or stop it with stop " + id);
    }

    static TrawlException changed(RunRow row) {
        return new TrawlException(
                FailureKind.INVALID,
                "the workflow has changed since run " + row.record().run().runId()
                        + " began: begin a new run, or bring back the workflow as it was");
    }

    static TrawlException later(RunRow row, String laterId) {
        return new TrawlException(
                FailureKind.INVALID,
                name(row) + " has been followed by run " + laterId + ": continue that one, or begin a new run");
    }

    static TrawlException joining(RunRow row) {
        String id = row.record().run().runId();
        State state = row.record().state();
        if (state == State.RUNNING) {
            return new TrawlException(
                    FailureKind.INVALID,
                    name(row) + " is being stopped: continue it with resume " + id + " when it has stopped");
        }
        return new TrawlException(
                FailureKind.INVALID,
                state == State.INTERRUPTED || state == State.STOPPED
                        ? name(row) + " was " + state.wireName() + ": continue it with resume " + id
                        : ended(row) + ": begin a new run, or try what failed again with retry " + id);
    }

    static TrawlException resuming(RunRow row) {
        return new TrawlException(
                FailureKind.INVALID,
                ended(row) + ": begin a new run, or try what failed again with retry "
                        + row.record().run().runId());
    }

    static TrawlException retrying(RunRow row) {
        return new TrawlException(
                FailureKind.INVALID,
                underWay(row) + ": wait for its end, or stop it with stop "
                        + row.record().run().runId());
    }

    static TrawlException nothingFailed(RunRow row) {
        return new TrawlException(FailureKind.INVALID, "nothing failed in " + name(row) + ": nothing to retry");
    }

    private static String ended(RunRow row) {
        return name(row) + " has ended (" + row.record().state().wireName() + ")";
    }
}
