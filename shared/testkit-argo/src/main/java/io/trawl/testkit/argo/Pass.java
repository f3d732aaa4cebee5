package io.trawl.testkit.argo;

import java.time.Instant;
import java.util.Map;

/**
 * What the parts of a pass share.
 *
 * @param workflow the Workflow's name
 * @param globals {@code workflow.name} and the like
 * @param deadline when the Workflow's time is up, or null
 * @param alarm when to look again
 */
record Pass(
        String workflow,
        String namespace,
        Spec spec,
        Map<String, String> globals,
        Nodes nodes,
        Kubelet kubelet,
        Instant deadline,
        Alarm alarm) {

    /** The earliest of the moments at which something is to be looked at again. */
    static final class Alarm {

        private Instant earliest;

        void at(Instant moment) {
            earliest = earliest == null || moment.isBefore(earliest) ? moment : earliest;
        }

        /** Null if nothing is. */
        Instant earliest() {
            return earliest;
        }
    }

    boolean shuttingDown() {
        return !spec.shutdown().isEmpty();
    }

    /** Whether pods may run, or start (ShouldExecute in workflow_types.go): after a stop those of the exit handler only. */
    boolean mayRun(boolean onExit) {
        return !shuttingDown() || onExit;
    }

    boolean pastDeadline() {
        return deadline != null && Instant.now().isAfter(deadline);
    }

    /** The name of the node that runs at the end. */
    String exitNode() {
        return workflow + ".onExit";
    }

    boolean inExitHandler(Node node) {
        return node.name().startsWith(exitNode());
    }
}
