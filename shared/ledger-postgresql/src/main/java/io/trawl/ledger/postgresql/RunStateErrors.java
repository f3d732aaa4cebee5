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
        return invalid(
                runId.equals(Ledger.LATEST)
                        ? "the ledger holds no run" + of
                        : "run '" + runId + "'" + of + " is not in the ledger; 'runs' lists those that are");
    }

    static TrawlException hasBegun(String runId) {
        return invalid("run '" + runId + "' is in the ledger already: it has begun");
    }

    static TrawlException beginning(RunRow other) {
        String id = other.id();
        return invalid(underWay(other) + ": join it with ingest --join " + id + ", continue it with resume " + id
                + " if its process is gone, or stop it with stop " + id);
    }

    static TrawlException changed(RunRow row) {
        return invalid("the workflow has changed since run " + row.id()
                + " began: begin a new run, or bring back the workflow as it was");
    }

    static TrawlException later(RunRow row, String laterId) {
        return invalid(name(row) + " has been followed by run " + laterId + ": continue that one, or begin a new run");
    }

    static TrawlException joining(RunRow row) {
        State state = row.record().state();
        if (state == State.RUNNING) {
            return invalid(
                    name(row) + " is being stopped: continue it with resume " + row.id() + " when it has stopped");
        }
        return state == State.INTERRUPTED || state == State.STOPPED
                ? invalid(name(row) + " was " + state.wireName() + ": continue it with resume " + row.id())
                : resuming(row);
    }

    static TrawlException resuming(RunRow row) {
        return invalid(ended(row) + ": begin a new run, or try what failed again with retry " + row.id());
    }

    static TrawlException retrying(RunRow row) {
        return invalid(underWay(row) + ": wait for its end, or stop it with stop " + row.id());
    }

    static TrawlException nothingFailed(RunRow row) {
        return invalid("nothing failed in " + name(row) + ": nothing to retry");
    }

    static TrawlException stopping(RunRow row) {
        return invalid(ended(row) + ": nothing to stop");
    }

    private static TrawlException invalid(String message) {
        return new TrawlException(FailureKind.INVALID, message);
    }

    private static String name(RunRow row) {
        return "run " + row.id() + " of workflow '" + row.record().run().workflow() + "'";
    }

    /** {@code run X of workflow 'w' is under way (12 of 100 entities, last seen 2 s ago)}. */
    private static String underWay(RunRow row) {
        RunRecord run = row.record();
        Duration silence = Duration.between(run.lastSeen(), Instant.now());
        return name(row) + " is under way (" + run.entities().done() + " of "
                + run.entities().listed() + " entities, last seen "
                + Texts.seconds(silence.isNegative() ? Duration.ZERO : silence) + " ago)";
    }

    private static String ended(RunRow row) {
        return name(row) + " has ended (" + row.record().state().wireName() + ")";
    }
}
