package io.trawl.api.ledger;

/** Another process leads the run now: what was to be recorded was not, and is that process' to do. */
public final class LostLeadershipException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param runId which run
     */
    public LostLeadershipException(String runId) {
        super("run " + runId + " is led by another process now");
    }
}
