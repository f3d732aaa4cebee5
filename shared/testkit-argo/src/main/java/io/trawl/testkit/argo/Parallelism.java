package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Whether a template must wait for others (checkParallelism in workflow/controller/operator.go and node_counters.go). As
 * there, a node between two attempts does not count as active, so a neighbour may take its place, and the next attempt does
 * not ask whether there is room.
 */
final class Parallelism {

    private static final String FAILED_FAST = "template has failed or errored children and failFast enabled";

    private final Pass pass;
    private final Nodes nodes;

    Parallelism(Pass pass) {
        this.pass = pass;
        this.nodes = pass.nodes();
    }

    /** @param node null if there is none yet */
    boolean reached(ObjectNode template, Node node, String boundary) {
        if (node != null && template.has("steps") && reached(template, node.id(), activePods(node.id()))) {
            return true;
        }
        if (boundary.isEmpty() || node != null && node.active()) {
            return false;
        }
        ObjectNode around =
                pass.spec().template(nodes.byId(boundary).template()).orElseThrow();
        return reached(
                around, boundary, inside(boundary).stream().filter(Node::active).count());
    }

    private boolean reached(ObjectNode template, String id, long active) {
        if (template.path("failFast").asBoolean() && inside(id).stream().anyMatch(Node::failedOrError)) {
            if (activePods(id) == 0) {
                failFast(id);
            }
            return true;
        }
        int most = template.path("parallelism").asInt();
        return most > 0 && active >= most;
    }

    /** Without those that are gone before the controller saw them run: they are pending still, and are made again. */
    private long activePods(String id) {
        return inside(id).stream()
                .filter(node -> node.type().equals("Pod") && node.active())
                .filter(node -> pass.kubelet().find(nodes.podName(node)).isPresent())
                .count();
    }

    private List<Node> inside(String id) {
        return nodes.within(id).stream()
                .filter(node -> List.of("Pod", "Steps").contains(node.type()))
                .toList();
    }

    private void failFast(String id) {
        nodes.within(id).stream()
                .filter(node -> node.type().equals("StepGroup") && !node.fulfilled())
                .forEach(group -> nodes.mark(group.name(), Node.FAILED, FAILED_FAST));
        nodes.mark(nodes.byId(id).name(), Node.FAILED, FAILED_FAST);
    }
}
