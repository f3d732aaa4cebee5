package io.trawl.argo.pod;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunHistory;
import io.trawl.api.ledger.RunRecord;

/** What there is still to do for a run. */
enum OpenWorkSummary {
    /** It has not come to its end. */
    UNDER_WAY,
    /** It has. */
    ENDED,
    /** It was stopped. */
    STOPPED,
    /** It has not ended, but a later run of its workflow has begun. */
    FOLLOWED;

    static OpenWorkSummary of(RunHistory ledger, RunRecord record) {
        return switch (record.state()) {
            case SUCCESS, PARTIAL_SUCCESS, FAILED -> ENDED;
            case STOPPED -> STOPPED;
            case RUNNING, INTERRUPTED -> {
                String latest = ledger.run(record.run().workflow(), Ledger.LATEST)
                        .map(last -> last.run().runId())
                        .orElse("");
                yield latest.equals(record.run().runId()) ? UNDER_WAY : FOLLOWED;
            }
        };
    }
}
