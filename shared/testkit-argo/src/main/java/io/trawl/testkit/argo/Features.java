package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What Trawl's WorkflowTemplate uses of a spec; the controller here refuses all else, rather than run something different. */
final class Features {

    /** Fields by the object they stand in. After the bar: without an effect on a process, or within the time of a test. */
    private static final Map<String, Set<String>> KNOWN = """
            spec: activeDeadlineSeconds arguments entrypoint onExit serviceAccountName shutdown templates volumes
            spec: workflowTemplateRef | automountServiceAccountToken executor podGC podMetadata securityContext ttlStrategy
            volume: configMap emptyDir name
            parameters: parameters
            argument: description enum name value
            input: name
            template: activeDeadlineSeconds container failFast inputs name parallelism podSpecPatch retryStrategy
            template: serviceAccountName steps | metadata
            step: arguments continueOn name template withParam withSequence
            sequence: count start
            retry: backoff expression limit retryPolicy
            backoff: cap duration factor
            container: args env envFrom image resources terminationMessagePolicy volumeMounts | securityContext
            env: name value
            envFrom: secretRef
            """.lines().map(line -> line.split(": ")).collect(
            Collectors.groupingBy(
                    line -> line[0],
                    Collectors.flatMapping(line -> Set.of(line[1].split(" ")).stream(), Collectors.toSet())));

    private Features() {}

    static void check(Spec spec) {
        known("spec", spec.json(), "spec");
        only("spec.shutdown", spec.json().path("shutdown"), "Stop");
        each("spec.volumes", spec.json().path("volumes"), "volume");
        parameters("spec.arguments", spec.json().path("arguments"), "argument");
        for (JsonNode template : spec.json().path("templates")) {
            template("templates." + template.path("name").asText(), template);
        }
    }

    private static void template(String path, JsonNode template) {
        known(path, template, "template");
        only(path + ".failFast", template.path("failFast"), "false");
        parameters(path + ".inputs", template.path("inputs"), "input");
        known(path + ".retryStrategy", template.path("retryStrategy"), "retry");
        only(path + ".retryStrategy.retryPolicy", template.at("/retryStrategy/retryPolicy"), "Always");
        known(path + ".retryStrategy.backoff", template.at("/retryStrategy/backoff"), "backoff");
        JsonNode container = template.path("container");
        known(path + ".container", container, "container");
        each(path + ".container.env", container.path("env"), "env");
        each(path + ".container.envFrom", container.path("envFrom"), "envFrom");
        for (JsonNode group : template.path("steps")) {
            for (JsonNode step : group) {
                String at = path + ".steps." + step.path("name").asText();
                known(at, step, "step");
                known(at + ".withSequence", step.path("withSequence"), "sequence");
                parameters(at + ".arguments", step.path("arguments"), "argument");
            }
        }
    }

    private static void parameters(String path, JsonNode list, String of) {
        known(path, list, "parameters");
        each(path + ".parameters", list.path("parameters"), of);
    }

    private static void each(String path, JsonNode list, String of) {
        list.forEach(element -> known(path, element, of));
    }

    private static void known(String path, JsonNode object, String of) {
        object.properties().forEach(field -> {
            if (!KNOWN.get(of).contains(field.getKey())) {
                throw unknown(path + "." + field.getKey());
            }
        });
    }

    private static void only(String path, JsonNode value, String known) {
        if (!value.isMissingNode() && !value.asText().equals(known)) {
            throw unknown(path + ": " + value);
        }
    }

    private static InvalidSpecException unknown(String what) {
        return new InvalidSpecException(what + ": the testkit's controller does not know it");
    }
}
