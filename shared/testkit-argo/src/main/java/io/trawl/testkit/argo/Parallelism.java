package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a template must wait for others (checkParallelism in workflow/controller/operator.go and node_counters.go). As
 * there, a node between two attempts does not count as active, so a neighbour may take its place, and the next attempt does
 * not ask whether there is room.
 */
final class Parallelism {

    private final Pass pass;
    private final Nodes nodes;

    Parallelism(Pass pass) {
        this.pass = pass;
        this.nodes = pass.nodes();
    }

    /** @param node null if there is none yet */
    boolean reached(ObjectNode template, Node node, String boundary) {
        if (node != null && template.has("steps") && activePods(node.id()) >= most(template)) {
            return true;
        }
        if (boundary.isEmpty() || node != null && node.active()) {
            return false;
        }
        ObjectNode around =
                pass.spec().template(nodes.byId(boundary).template()).orElseThrow();
        return active(boundary).count() >= most(around);
    }

    private static int most(ObjectNode template) {
        return template.path("parallelism").asInt(Integer.MAX_VALUE);
    }

    /** Without those that are gone before the controller saw them run: they are pending still, and are made again. */
    private long activePods(String id) {
        return active(id)
                .filter(node -> node.type().equals("Pod"))
                .filter(node -> pass.kubelet().find(nodes.podName(node)).isPresent())
                .count();
    }

    private Stream<Node> active(String id) {
        return nodes.within(id).stream().filter(node -> List.of("Pod", "Steps").contains(node.type()) && node.active());
    }
}
