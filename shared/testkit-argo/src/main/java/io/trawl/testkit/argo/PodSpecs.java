package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The spec of a pod: the template's container, named main, with the spec's volumes and the patches laid over it. */
final class PodSpecs {

    private final Pass pass;

    PodSpecs(Pass pass) {
        this.pass = pass;
    }

    /** @throws TemplateException if the API would refuse the pod */
    ObjectNode build(String name, ObjectNode template) {
        ObjectNode pod = Json.object();
        pod.put("restartPolicy", "Never");
        ObjectNode main = ((ObjectNode) template.get("container")).deepCopy().put("name", "main");
        pod.putArray("containers").add(main);
        ArrayNode volumes = pod.putArray("volumes");
        JsonNode declared = pass.spec().json().path("volumes");
        if (declared.isArray()) {
            Json.parseOwn(Substitution.replace(Json.write(declared), pass.globals()))
                    .forEach(volumes::add);
        }
        pod.put("serviceAccountName", serviceAccount(template));
        deadline(template, pod);
        patch(pod, pass.spec().json());
        patch(pod, template);
        check(name, pod);
        return pod;
    }

    private String serviceAccount(ObjectNode template) {
        String own = template.path("serviceAccountName").asText();
        String account =
                own.isEmpty() ? pass.spec().json().path("serviceAccountName").asText() : own;
        return account.isEmpty() ? "default" : account;
    }

    private static void deadline(ObjectNode template, ObjectNode pod) {
        String seconds = template.path("activeDeadlineSeconds").asText();
        if (seconds.isEmpty()) {
            return;
        }
        try {
            pod.put("activeDeadlineSeconds", Long.parseLong(seconds));
        } catch (NumberFormatException e) {
            throw new TemplateException("strconv.ParseInt: parsing \"" + seconds + "\": invalid syntax");
        }
    }

    private static void patch(ObjectNode pod, JsonNode from) {
        String patch = from.path("podSpecPatch").asText();
        if (patch.isEmpty()) {
            return;
        }
        try {
            if (!(Json.parse(patch) instanceof ObjectNode object)) {
                throw new TemplateException(
                        "Failed to merge the workflow PodSpecPatch: it is no JSON object: " + patch);
            }
            JsonNode containers = object.remove("containers");
            pod.setAll(Json.merge(pod, object));
            if (containers != null) {
                containers.forEach(container -> patchContainer(pod, (ObjectNode) container));
            }
        } catch (JsonProcessingException e) {
            throw new TemplateException("Failed to merge the workflow PodSpecPatch: " + e.getOriginalMessage());
        }
    }

    /** A strategic merge: containers are merged by name. */
    private static void patchContainer(ObjectNode pod, ObjectNode patch) {
        ArrayNode containers = (ArrayNode) pod.get("containers");
        if (!patch.path("name").asText().equals("main")) {
            throw new TemplateException(
                    "podSpecPatch: the testkit's pods have no container but main, not " + patch.path("name"));
        }
        containers.set(0, Json.merge(containers.get(0), patch));
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
        if (pod.path("activeDeadlineSeconds").asLong(1) < 1) {
            throw new TemplateException("Pod \"" + name + "\" is invalid: spec.activeDeadlineSeconds: Invalid value: "
                    + pod.path("activeDeadlineSeconds") + ": must be between 1 and 2147483647, inclusive");
        }
    }

    private static void mount(String name, ObjectNode pod, JsonNode mount) {
        JsonNode mounted = null;
        for (JsonNode volume : pod.path("volumes")) {
            mounted = volume.path("name").equals(mount.path("name")) ? volume : mounted;
        }
        if (mounted == null) {
            throw new TemplateException("Pod \"" + name
                    + "\" is invalid: spec.containers[0].volumeMounts.name: Not found: " + mount.path("name"));
        }
        if (mounted.has("configMap") && !mount.path("mountPath").asText().equals(ContainerStart.WORKFLOWS)) {
            throw new TemplateException("volumeMounts: a process has no mounts; the testkit knows "
                    + ContainerStart.WORKFLOWS + " only, not " + mount.path("mountPath"));
        }
    }
}
