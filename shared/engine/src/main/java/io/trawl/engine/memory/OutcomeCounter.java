package io.trawl.engine.memory;

import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;

/** Counts that grow; what becomes {@link Counts}. */
final class OutcomeCounter {
    long listed;
    long filtered;
    long deleted;
    long failed;
    private long ingested;
    private long unchanged;
    private long gone;

    void count(Outcome outcome) {
        if (outcome instanceof Outcome.Ingested) {
            ingested++;
        } else if (outcome instanceof Outcome.Unchanged) {
            unchanged++;
        } else if (outcome instanceof Outcome.Gone) {
            gone++;
        } else {
            failed++;
        }
    }

    Counts counts() {
        return new Counts(listed, ingested, unchanged, gone, filtered, failed, deleted);
    }
}
