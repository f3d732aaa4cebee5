package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What the controller here knows of a spec; it refuses all else, rather than run something different. */
final class Features {

    private static final Set<String> SPEC = Set.of(
            "activeDeadlineSeconds",
            "arguments",
            "entrypoint",
            "onExit",
            "podSpecPatch",
            "serviceAccountName",
            "shutdown",
            "suspend",
            "templates",
            "ttlStrategy",
            "volumes",
            "workflowTemplateRef",
            // without an effect on a process
            "automountServiceAccountToken",
            "executor",
            "podGC",
            "podMetadata",
            "priority",
            "securityContext",
            "workflowMetadata");

    private static final Set<String> TEMPLATE = Set.of(
            "activeDeadlineSeconds",
            "container",
            "failFast",
            "inputs",
            "name",
            "parallelism",
            "podSpecPatch",
            "retryStrategy",
            "serviceAccountName",
            "steps",
            "automountServiceAccountToken",
            "executor",
            "metadata",
            "securityContext");

    private static final Set<String> STEP =
            Set.of("arguments", "continueOn", "name", "template", "withParam", "withSequence");
    private static final Set<String> SEQUENCE = Set.of("count", "start");
    private static final Set<String> INPUTS = Set.of("parameters");
    private static final Set<String> PARAMETER = Set.of("default", "description", "enum", "name", "value");
    private static final Set<String> RETRY = Set.of("backoff", "expression", "limit", "retryPolicy");
    private static final Set<String> BACKOFF = Set.of("cap", "duration", "factor");
    private static final Set<String> CONTAINER = Set.of(
            "args",
            "command",
            "env",
            "envFrom",
            "image",
            "imagePullPolicy",
            "name",
            "resources",
            "securityContext",
            "terminationMessagePolicy",
            "volumeMounts");
    private static final Set<String> ENV = Set.of("name", "value");
    private static final Set<String> ENV_FROM = Set.of("secretRef");
    private static final Set<String> VOLUME = Set.of("configMap", "emptyDir", "name");

    private Features() {}

    static void check(Spec spec) {
        known("spec", spec.json(), SPEC);
        each("spec.volumes", spec.json().path("volumes"), VOLUME);
        inputs("spec.arguments", spec.json().path("arguments"));
        for (JsonNode template : spec.json().path("templates")) {
            template("templates." + template.path("name").asText(), template);
        }
    }

    private static void template(String path, JsonNode template) {
        known(path, template, TEMPLATE);
        inputs(path + ".inputs", template.path("inputs"));
        known(path + ".retryStrategy", template.path("retryStrategy"), RETRY);
        known(path + ".retryStrategy.backoff", template.at("/retryStrategy/backoff"), BACKOFF);
        JsonNode container = template.path("container");
        known(path + ".container", container, CONTAINER);
        each(path + ".container.env", container.path("env"), ENV);
        each(path + ".container.envFrom", container.path("envFrom"), ENV_FROM);
        for (JsonNode group : template.path("steps")) {
            for (JsonNode step : group) {
                String at = path + ".steps." + step.path("name").asText();
                known(at, step, STEP);
                known(at + ".withSequence", step.path("withSequence"), SEQUENCE);
                inputs(at + ".arguments", step.path("arguments"));
            }
        }
    }

    private static void inputs(String path, JsonNode inputs) {
        known(path, inputs, INPUTS);
        each(path + ".parameters", inputs.path("parameters"), PARAMETER);
    }

    private static void each(String path, JsonNode list, Set<String> fields) {
        list.forEach(element -> known(path, element, fields));
    }

    private static void known(String path, JsonNode object, Set<String> fields) {
        object.properties().forEach(field -> {
            if (!fields.contains(field.getKey())) {
                throw new InvalidSpecException(
                        path + "." + field.getKey() + ": the testkit's controller does not know it");
            }
        });
    }
}
