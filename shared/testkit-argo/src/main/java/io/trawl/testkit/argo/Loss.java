package io.trawl.testkit.argo;

/**
 * How a pod can be lost. What Argo then sees is the pod's status, as Kubernetes 1.34 with a kubelet showed it (phase, message and
 * container statuses); inferFailedReason in Argo's workflow/controller/operator.go turns it into the node's phase.
 */
public enum Loss {
    /** Its process gets SIGKILL, as from a kernel without memory: exit code 137. */
    KILLED(""),
    /** It is deleted, with force or since its node is gone: it is no longer in the cluster. */
    DELETED(""),
    /** The kubelet rejects it: there is no container status, and so no exit code. */
    REJECTED(
            "Pod was rejected: Node didn't have enough resource: cpu, requested: 250, used: 1950, capacity: 2000 (OutOfcpu)"),
    /** The kubelet evicts it before its container has run: no exit code either. */
    EVICTED_BEFORE_IT_RAN("The node was low on resource: memory. Threshold quantity: 100Mi, available: 87Mi."),
    /** The kubelet evicts it while it runs: exit code 137. */
    EVICTED("The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 900Mi."),
    /** Its node shuts down: SIGTERM, which the process may answer with any exit code, 0 too. */
    NODE_SHUTDOWN("Pod was terminated in response to imminent node shutdown."),
    /** Argo's container beside ours is killed: ours ends as it likes, but what it printed is not reported. */
    WAIT_KILLED("wait: Error (exit code 137)");

    private final String message;

    Loss(String message) {
        this.message = message;
    }

    /** The node's message then; empty where it follows from the process. */
    String message() {
        return message;
    }

    /** Whether nothing of the pod runs. */
    boolean beforeItRuns() {
        return this == REJECTED || this == EVICTED_BEFORE_IT_RAN;
    }
}
