package io.trawl.api.orchestrator;

import io.trawl.api.ledger.OpenWork;
import io.trawl.api.workflow.DistributedExecution;
import java.time.Duration;
import java.util.OptionalDouble;

/** Estimates how many pods a run would have, and for how long. */
@FunctionalInterface
public interface PodEstimator {

    /**
     * The estimate for a run.
     *
     * @param open what there is to do
     * @param pace units of cost per second of a worker; empty if no run is known
     * @param listing how long the listing takes
     */
    PodEstimate estimate(OpenWork open, OptionalDouble pace, Duration listing, DistributedExecution execution);
}
