package io.trawl.api.ledger;

import io.trawl.api.report.Report;

/**
 * The leadership of a run. One process at a time is the leader: it lists, plans, begins the next phase and ends the run.
 * Leadership is a lease; a write of a process that has lost it throws {@link LostLeadershipException}.
 */
public interface Leadership {

    /** Becomes the leader if no other process is; returns whether this process is the leader now. */
    boolean tryAcquireLeadership();

    /**
     * Goes to a later phase, unless something of the present one is open: a batch of {@link Pass#ENTITIES} before
     * REFERENCES and what follows it, any batch before DELETION and what follows it. DISCOVERY ends without a condition.
     *
     * @return whether the run is in that phase now
     * @throws LostLeadershipException if another process is the leader
     */
    boolean advance(Phase from, Phase to);

    /**
     * Ends the run; nothing of it is claimed afterwards.
     *
     * @param evenIfOpen whether to end it although a batch is open, as for a run that took too long
     * @return whether it has ended; false if something is open
     * @throws LostLeadershipException if another process is the leader
     */
    boolean end(Report.State state, boolean evenIfOpen);
}
