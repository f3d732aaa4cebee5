package io.trawl.engine;

import io.trawl.api.ledger.Ledger;

/**
 * How a process starts to work on a run.
 *
 * @param entry how this process takes part in a run that has begun; null: it begins a new run
 * @param runId which run, or {@link Ledger#LATEST}; of a new one its id, or null if any will do
 * @param allowLargeDeletion whether the limit of deletions is set aside, this once
 */
public record Start(Ledger.Entry entry, String runId, boolean allowLargeDeletion) {

    /** A new run. */
    public static Start anew() {
        return new Start(null, null, false);
    }

    /** A new run of this id. */
    public static Start anew(String runId) {
        return new Start(null, runId, false);
    }

    /** A part in a run that has begun. */
    public static Start entering(Ledger.Entry entry, String runId) {
        return new Start(entry, runId, false);
    }

    /** The same, but with deletions whatever their share. */
    public Start allowingLargeDeletion() {
        return new Start(entry, runId, true);
    }
}
