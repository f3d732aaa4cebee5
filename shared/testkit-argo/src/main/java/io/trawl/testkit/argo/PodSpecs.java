package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/**
 * Makes the pod of a node, unless it is there (createWorkflowPod in workflow/controller/workflowpod.go): the template's
 * container, named main, with the spec's volumes and the patch laid over it.
 */
final class PodSpecs {

    private final Pass pass;

    PodSpecs(Pass pass) {
        this.pass = pass;
    }

    /** @throws TemplateException if the API would refuse the pod */
    Node create(Node node, ObjectNode template, boolean onExit) {
        String name = pass.nodes().podName(node);
        if (node.fulfilled() || pass.kubelet().find(name).isPresent()) {
            return node;
        }
        if (!pass.mayRun(onExit)) {
            String message = "workflow shutdown with strategy: " + pass.spec().shutdown();
            return pass.nodes().mark(node.name(), Node.FAILED, message);
        }
        lookUp(template.at("/container/image").asText());
        ObjectNode spec = spec(name, template);
        if (pass.deadline() != null && !onExit) {
            long left = Duration.between(Instant.now(), pass.deadline()).toSeconds();
            if (left <= 0) {
                return node;
            }
            spec.put(
                    "activeDeadlineSeconds",
                    Math.min(left, spec.path("activeDeadlineSeconds").asLong(left)));
        }
        String of = template.path("name").asText();
        pass.kubelet().create(new Pod.Request(name, pass.workflow(), node.name(), of, onExit, spec));
        return node;
    }

    /**
     * Argo must know how an image is started: since the container does not say it, the controller asks the registry, before
     * there is a pod (lookupImage in workflow/controller/workflowpod.go).
     */
    private void lookUp(String image) {
        if (!pass.kubelet().images.containsKey(image)) {
            throw new TemplateException("failed to look-up entrypoint/cmd for image \"" + image
                    + "\", you must either explicitly specify the command, or list the image's command in the index:"
                    + " https://argo-workflows.readthedocs.io/en/latest/workflow-executors/#emissary-emissary:"
                    + " GET https://registry.example.com/v2/" + image + "/manifests/latest: MANIFEST_UNKNOWN:"
                    + " manifest unknown; unknown tag=latest");
        }
    }

    private ObjectNode spec(String name, ObjectNode template) {
        ObjectNode pod = Json.object();
        ObjectNode main = ((ObjectNode) template.get("container")).deepCopy().put("name", "main");
        pod.putArray("containers").add(main);
        pod.set("volumes", pass.spec().json().path("volumes"));
        pod.put("serviceAccountName", serviceAccount(template));
        if (template.has("activeDeadlineSeconds")) {
            pod.put("activeDeadlineSeconds", seconds(template.get("activeDeadlineSeconds")));
        }
        if (template.has("podSpecPatch")) {
            patch(pod, template.get("podSpecPatch").asText());
        }
        check(name, pod);
        return pod;
    }

    private String serviceAccount(ObjectNode template) {
        String own = template.path("serviceAccountName").asText();
        return own.isEmpty() ? pass.spec().json().path("serviceAccountName").asText("default") : own;
    }

    private static long seconds(JsonNode text) {
        try {
            return Long.parseLong(text.asText());
        } catch (NumberFormatException e) {
            throw new TemplateException("strconv.ParseInt: parsing " + text + ": invalid syntax");
        }
    }

    /** A strategic merge, in which containers are merged by name; here it is of the one container only. */
    private static void patch(ObjectNode pod, String patch) {
        try {
            JsonNode parsed = Json.parse(patch);
            if (parsed.size() != 1
                    || parsed.path("containers").size() != 1
                    || !parsed.at("/containers/0/name").asText().equals("main")) {
                throw new TemplateException("podSpecPatch: the testkit patches the container main, not " + patch);
            }
            ObjectNode main = Json.merge(pod.at("/containers/0"), (ObjectNode) parsed.at("/containers/0"));
            pod.putArray("containers").add(main);
        } catch (JsonProcessingException e) {
            throw new TemplateException("Failed to merge the workflow PodSpecPatch: " + e.getOriginalMessage());
        }
    }

    private void check(String name, ObjectNode pod) {
        String account = pod.path("serviceAccountName").asText();
        if (!pass.kubelet().serviceAccount(account)) {
            throw new TemplateException("pods \"" + name + "\" is forbidden: error looking up service account "
                    + pass.namespace() + "/" + account + ": serviceaccount \"" + account + "\" not found");
        }
        pass.kubelet().admission().ifPresent(why -> {
            throw new TemplateException("pods \"" + name + "\" is forbidden: " + why);
        });
        JsonNode main = pod.at("/containers/0");
        Quantities.check(name, main.path("resources"));
        main.path("volumeMounts").forEach(mount -> mount(name, pod, mount));
    }

    private static void mount(String name, ObjectNode pod, JsonNode mount) {
        for (JsonNode volume : pod.path("volumes")) {
            if (volume.path("name").equals(mount.path("name"))) {
                if (volume.has("configMap") && !mount.path("mountPath").asText().equals(ContainerStart.WORKFLOWS)) {
                    throw new TemplateException("volumeMounts: a process has no mounts; the testkit knows "
                            + ContainerStart.WORKFLOWS + " only, not " + mount.path("mountPath"));
                }
                return;
            }
        }
        throw new TemplateException("Pod \"" + name + "\" is invalid: spec.containers[0].volumeMounts.name: Not found: "
                + mount.path("name"));
    }
}
