package io.trawl.api.ledger;

import java.time.Duration;

/** What became of an attempt to claim one batch. */
public sealed interface BatchClaim {

    /** It is ours. */
    record Granted(Claim claim) implements BatchClaim {}

    /**
     * It is open, but its time has not come: it is to be tried again after a pause, or belongs to a later phase.
     *
     * @param pause until then, as far as it is known; not negative
     */
    record Later(Duration pause) implements BatchClaim {}

    /** There is nothing to do: it is done, somebody else has it, there is no such batch, or the run is over. */
    record NotNeeded() implements BatchClaim {}
}
