package io.trawl.testkit.argo;

import java.time.Duration;

/** Describes an {@link ArgoCluster}. */
public final class ArgoClusterBuilder {

    String namespace = "default";
    String token = "argo-cluster-token";
    long seed = 1;
    int parallelPods = 8;
    boolean strictReferences;
    Duration podStart = Duration.ZERO;
    Duration completionQueue = Duration.ZERO;
    private Loss loss;
    private int oneIn;
    private Duration earliest = Duration.ZERO;
    private Duration latest = Duration.ZERO;

    ArgoClusterBuilder() {}

    /** The one namespace; without a word {@code default}. */
    public ArgoClusterBuilder namespace(String value) {
        namespace = value;
        return this;
    }

    /** The token that both APIs demand; without a word one that is always the same. */
    public ArgoClusterBuilder token(String value) {
        token = value;
        return this;
    }

    /** Of all that is random here; printed where it matters. */
    public ArgoClusterBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** How many pods there is room for; others are pending. Without a word 8. */
    public ArgoClusterBuilder parallelPods(int value) {
        parallelPods = value;
        return this;
    }

    /** What passes before a pod's process starts: 2.5 s on a real kubelet; without a word nothing. */
    public ArgoClusterBuilder podStart(Duration value) {
        podStart = value;
        return this;
    }

    /** How long the controller lets events of a Workflow wait: 10 s as Argo is shipped; without a word it does not. */
    public ArgoClusterBuilder completionQueue(Duration value) {
        completionQueue = value;
        return this;
    }

    /**
     * Loses pods, each in one of the ways of {@link Loss}. The seed is printed.
     *
     * @param oneOutOf of so many pods of a template that follow each other one is lost, an attempt's pod being one
     * @param after at the earliest, from the start of its process
     * @param before at the latest; a process that has ended by then is not harmed
     */
    public ArgoClusterBuilder killPods(int oneOutOf, Duration after, Duration before) {
        oneIn = oneOutOf;
        earliest = after;
        latest = before;
        return this;
    }

    /**
     * Loses the first pod of every template.
     *
     * @param how in which way
     * @param after from the start of its process
     */
    public ArgoClusterBuilder loseFirst(Loss how, Duration after) {
        loss = how;
        earliest = after;
        return this;
    }

    /** {@code workflowRestrictions.templateReferencing: Strict}. */
    public ArgoClusterBuilder strictReferences(boolean value) {
        strictReferences = value;
        return this;
    }

    Fates fates() {
        if (oneIn > 0) {
            System.err.println("argo cluster: loses one pod in " + oneIn + ", seed " + seed);
        }
        return new Fates(seed, loss, oneIn, earliest, latest);
    }

    /** Starts it on free ports. */
    public ArgoCluster start() {
        return new ArgoCluster(this);
    }
}
