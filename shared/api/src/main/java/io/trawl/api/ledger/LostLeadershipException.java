package io.trawl.api.ledger;

/** Another process leads the run now: nothing was recorded, and that process does the work. */
public final class LostLeadershipException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param runId which run
     */
    public LostLeadershipException(String runId) {
        super("run " + runId + " is led by another process now");
    }
}
