package io.trawl.engine;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;

/**
 * How a process starts to work on a run.
 *
 * @param entry how this process takes part in a run that has begun; null: it begins a new run
 * @param runId which run, or {@link Ledger#LATEST}; of a new one its id, or null if any will do
 * @param allowLargeDeletion whether the limit of deletions is set aside, this once
 */
public record RunStart(DurableLedger.Entry entry, String runId, boolean allowLargeDeletion) {

    /** A new run. */
    public static RunStart anew() {
        return new RunStart(null, null, false);
    }

    /** A new run of this id. */
    public static RunStart anew(String runId) {
        return new RunStart(null, runId, false);
    }

    /** A part in a run that has begun. */
    public static RunStart entering(DurableLedger.Entry entry, String runId) {
        return new RunStart(entry, runId, false);
    }

    /** The same, but with deletions whatever their share. */
    public RunStart allowingLargeDeletion() {
        return new RunStart(entry, runId, true);
    }
}
