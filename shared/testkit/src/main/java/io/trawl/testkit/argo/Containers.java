package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/** Makes the pod of a node, unless it is there (createWorkflowPod in workflow/controller/workflowpod.go). */
final class Containers {

    private final Pass pass;
    private final PodSpecs specs;

    Containers(Pass pass) {
        this.pass = pass;
        this.specs = new PodSpecs(pass);
    }

    Node execute(Node node, ObjectNode template, boolean onExit) {
        String name = pass.nodes().podName(node);
        if (node.fulfilled() || pass.kubelet().find(name).isPresent()) {
            return node;
        }
        if (!pass.mayRun(onExit)) {
            return pass.nodes()
                    .mark(
                            node.name(),
                            Node.FAILED,
                            "workflow shutdown with strategy: " + pass.spec().shutdown());
        }
        ObjectNode spec = specs.build(name, template);
        if (pass.deadline() != null && !onExit) {
            long left = Duration.between(Instant.now(), pass.deadline()).toSeconds();
            if (left <= 0) {
                return node;
            }
            spec.put(
                    "activeDeadlineSeconds",
                    Math.min(left, spec.path("activeDeadlineSeconds").asLong(left)));
        }
        pass.kubelet()
                .create(new Pod.Request(
                        name,
                        pass.workflow(),
                        node.name(),
                        template.path("name").asText(),
                        onExit,
                        spec));
        return node;
    }
}
