package io.trawl.argo.pod;

import io.trawl.api.ledger.OpenWork;
import io.trawl.api.orchestrator.PodEstimate;
import io.trawl.api.workflow.DistributedExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How many pods of an Argo Workflow share a run's batches, and what they will probably take. Pod {@code p} of {@code n} works
 * on the batches whose number leaves {@code p} when divided by {@code n}; lanes of pods that follow each other keep no more
 * at work at a time than workers are allowed.
 *
 * @param pods how many work on batches; 0 if there is nothing to do
 * @param lanes one for each pod that may be at work at a time
 * @param busySeconds estimate: how long workers are busy, all together
 * @param podSeconds estimate: how long pods exist, all together, those that discover, finish and close the run included
 * @param wallSeconds estimate: how long the run takes
 * @param limitedByNodes whether there would be more pods if a Workflow could have more nodes
 * @param limitedByConnections whether there would be more lanes if the source allowed more connections
 */
public record PodPlan(
        int pods,
        List<Lane> lanes,
        double busySeconds,
        double podSeconds,
        double wallSeconds,
        boolean limitedByNodes,
        boolean limitedByConnections) {

    /** From creation to success, of a pod that does nothing: measured, 2.1 to 2.6 s. */
    static final double POD_START_SECONDS = 2.5;

    /** The fixed delay with which Argo's controller sees that a pod has completed (4.1). */
    static final double COMPLETION_QUEUE_SECONDS = 10;

    /** What a pod is worth: ten times its start. */
    static final double WORTH_SECONDS = 10 * POD_START_SECONDS;

    /** A Workflow object must stay under 1 MiB; about 7,500 nodes fit before Argo must keep their status elsewhere. */
    static final int MOST_NODES = 3_000;

    /** The Retry and the Pod. */
    private static final int NODES_PER_POD = 2;

    /** The Steps and the StepGroup. */
    private static final int NODES_PER_LANE = 2;

    private static final int OTHER_NODES = 10;

    /** Discover, finish and close. */
    private static final int OTHER_PODS = 3;

    /**
     * Units of cost per second of a worker of which no run is known: what OpenMetadata's bulk API takes, 36 tables a second,
     * at some 17 units for a table of 12 columns.
     */
    static final double DEFAULT_PACE = 600;

    /**
     * Pods that follow each other.
     *
     * @param first the number of the first
     * @param pods how many
     * @param of how many pods there are in all lanes
     */
    public record Lane(int first, int pods, int of) {}

    public PodPlan {
        lanes = List.copyOf(lanes);
    }

    /**
     * The plan for what is open.
     *
     * @param open what there is to do
     * @param pace units of cost per second of a worker; empty if nothing is known
     * @param listing how long the listing takes
     */
    public static PodPlan of(OpenWork open, OptionalDouble pace, Duration listing, DistributedExecution execution) {
        double busy = open.cost() / pace.orElse(DEFAULT_PACE);
        int atATime = Math.min(execution.parallelism(), execution.maxSourceConnections());
        boolean auto = execution.entitiesPerBatch().isEmpty();
        long wanted = auto ? Math.min(atATime, Math.max(1, (long) (busy / WORTH_SECONDS))) : open.batches();
        int pods = (int) Math.min(open.batches(), Math.min(wanted, mostPods(atATime)));
        List<Lane> lanes = lanes(pods, atATime);
        boolean crowded = pods > lanes.size() || (auto && busy / WORTH_SECONDS >= atATime + 1);
        int turns = lanes.isEmpty() ? 0 : lanes.get(0).pods();
        double share = pods == 0 ? 0 : busy / pods;
        double step = POD_START_SECONDS + COMPLETION_QUEUE_SECONDS;
        return new PodPlan(
                pods,
                lanes,
                busy,
                (pods + OTHER_PODS) * POD_START_SECONDS + seconds(listing) + busy,
                step + seconds(listing) + turns * (step + share) + step,
                pods < wanted && pods < open.batches(),
                crowded && execution.maxSourceConnections() < execution.parallelism());
    }

    /**
     * The estimate without the plan.
     *
     * @param paceKnown whether an earlier run has shown how fast a worker is
     */
    public PodEstimate estimate(boolean paceKnown) {
        return new PodEstimate(
                pods,
                lanes.size(),
                Math.round(podSeconds),
                Math.round(wallSeconds),
                paceKnown,
                limitedByNodes,
                limitedByConnections);
    }

    private static int mostPods(int lanes) {
        return (MOST_NODES - OTHER_NODES - NODES_PER_LANE * lanes) / NODES_PER_POD;
    }

    /** As many as allowed; those first that have one pod more. */
    private static List<Lane> lanes(int pods, int most) {
        int count = Math.min(pods, most);
        List<Lane> lanes = new ArrayList<>(count);
        int first = 0;
        for (int lane = 0; lane < count; lane++) {
            int size = pods / count + (lane < pods % count ? 1 : 0);
            lanes.add(new Lane(first, size, pods));
            first += size;
        }
        return lanes;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
