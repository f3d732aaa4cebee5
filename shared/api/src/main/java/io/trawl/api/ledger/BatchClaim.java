package io.trawl.api.ledger;

import java.time.Duration;

/** The result of an attempt to claim one batch. */
public sealed interface BatchClaim {

    /** This process has claimed the batch. */
    record Granted(Claim claim) implements BatchClaim {}

    /**
     * The batch is open but not due yet: it waits for the end of a pause, or belongs to a later phase.
     *
     * @param pause the time until it is due, as far as it is known; not negative
     */
    record Later(Duration pause) implements BatchClaim {}

    /** There is nothing to do: the batch is completed or claimed by another process, there is no such batch, or the run is over. */
    record NotNeeded() implements BatchClaim {}
}
