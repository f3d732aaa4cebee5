package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
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

    /**
     * Argo must know how an image is started: where the container does not say it, the controller asks the registry, before there
     * is a pod (lookupImage in workflow/controller/workflowpod.go).
     */
    private void lookUp(JsonNode container) {
        String image = container.path("image").asText();
        if (!container.has("command") && !pass.kubelet().images().containsKey(image)) {
            throw new TemplateException("failed to look-up entrypoint/cmd for image \"" + image
                    + "\", you must either explicitly specify the command, or list the image's command in the index:"
                    + " https://argo-workflows.readthedocs.io/en/latest/workflow-executors/#emissary-emissary:"
                    + " GET https://registry.example.com/v2/" + image + "/manifests/latest: MANIFEST_UNKNOWN:"
                    + " manifest unknown; unknown tag=latest");
        }
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
        lookUp(template.path("container"));
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
