package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Argo's validation of a spec (workflow/validate/validate.go), before it is executed, in its words. */
final class Validation {

    /** A variable that begins otherwise is left as it is (GlobalVarValidWorkflowVariablePrefix). */
    private static final List<String> ROOTS = List.of("item.", "steps.", "inputs.", "workflow.", "tasks.");

    private final Spec spec;
    private final Set<String> globals = new HashSet<>(List.of(
            "workflow.name",
            "workflow.namespace",
            "workflow.uid",
            "workflow.serviceAccountName",
            "workflow.creationTimestamp",
            "workflow.status"));
    private final Set<String> checked = new HashSet<>();

    Validation(Spec spec) {
        this.spec = spec;
        spec.parameters().forEach(parameter -> globals.add("workflow.parameters." + name(parameter)));
    }

    /** @param own the Workflow's own spec */
    void check(JsonNode own) {
        if (own.has("workflowTemplateRef") && own.path("templates").size() > 0) {
            throw new InvalidSpecException(
                    "Templates is invalid field in spec if workflow referred WorkflowTemplate reference");
        }
        Features.check(spec);
        spec.parameters().forEach(parameter -> argument("spec.arguments.", parameter));
        if (spec.entrypoint().isEmpty()) {
            throw new InvalidSpecException("spec.entrypoint is required");
        }
        Set<String> given = new HashSet<>();
        spec.parameters().forEach(parameter -> given.add(name(parameter)));
        template(spec.entrypoint(), given);
        if (!spec.onExit().isEmpty()) {
            template(spec.onExit(), given);
        }
    }

    private static void argument(String prefix, JsonNode parameter) {
        String path = prefix + name(parameter);
        JsonNode value = parameter.get("value");
        if (value == null) {
            throw new InvalidSpecException(path + ".value or " + path + ".valueFrom is required");
        }
        JsonNode allowed = parameter.get("enum");
        if (allowed != null
                && StreamSupport.stream(allowed.spliterator(), false).noneMatch(value::equals)) {
            throw new InvalidSpecException(path + ".value should be present in " + path + ".enum list");
        }
    }

    private void template(String name, Set<String> given) {
        ObjectNode template = spec.template(name)
                .orElseThrow(() -> new InvalidSpecException("template name '" + name + "' undefined"));
        Set<String> scope = new HashSet<>(globals);
        for (JsonNode input : template.at("/inputs/parameters")) {
            if (!input.has("value") && !input.has("default") && !given.contains(name(input))) {
                throw new InvalidSpecException(
                        "templates." + name + " inputs.parameters." + name(input) + " had no value");
            }
            scope.add("inputs.parameters." + name(input));
        }
        if (!checked.add(name + given)) {
            return;
        }
        if (template.has("steps")) {
            if (template.has("activeDeadlineSeconds")) {
                throw new InvalidSpecException(
                        "templates." + name + ".activeDeadlineSeconds is only valid for leaf templates");
            }
            steps(name, template, scope);
        } else {
            leaf(name, template, scope);
        }
    }

    private void leaf(String name, ObjectNode template, Set<String> scope) {
        if (template.has("parallelism")) {
            throw new InvalidSpecException(
                    "templates." + name + ".parallelism is only valid for steps and dag templates");
        }
        if (template.at("/container/image").asText().isEmpty()) {
            throw new InvalidSpecException("templates." + name + ".container.image may not be empty");
        }
        String deadline = template.path("activeDeadlineSeconds").asText();
        if (!deadline.isEmpty() && !deadline.startsWith("{{") && !deadline.matches("[1-9]\\d*")) {
            throw new InvalidSpecException(
                    "templates." + name + ".activeDeadlineSeconds must be a positive integer > 0 or an argo variable");
        }
        resolved("templates." + name + ": ", template, scope);
    }

    private void steps(String name, ObjectNode template, Set<String> scope) {
        Set<String> names = new HashSet<>();
        int number = 0;
        for (JsonNode group : template.path("steps")) {
            for (JsonNode step : group) {
                String path = "templates." + name + ".steps[" + number + "]";
                if (name(step).isEmpty()) {
                    throw new InvalidSpecException(path + ".name is required");
                }
                if (!names.add(name(step))) {
                    throw new InvalidSpecException(path + ".name '" + name(step) + "' is not unique");
                }
                step(path + "." + name(step), name, step, scope);
                scope.add("steps." + name(step) + ".status");
                scope.add("steps." + name(step) + ".outputs.result");
                scope.add("steps." + name(step) + ".exitCode");
            }
            number++;
        }
    }

    private void step(String path, String name, JsonNode step, Set<String> scope) {
        if (step.has("withParam") && step.has("withSequence")) {
            throw new InvalidSpecException(path + " only one of withItems, withParam, withSequence can be specified");
        }
        Set<String> given = new HashSet<>();
        for (JsonNode parameter : step.at("/arguments/parameters")) {
            argument(path + ".arguments.", parameter);
            given.add(name(parameter));
        }
        try {
            template(step.path("template").asText(), given);
        } catch (InvalidSpecException e) {
            throw new InvalidSpecException(path + " " + e.getMessage());
        }
        Set<String> here = scope;
        if (step.has("withParam")) {
            here = new HashSet<>(scope);
            // What an item holds shows at run time only.
            for (String used : Substitution.names(Json.write(step))) {
                if (used.startsWith("item.")) {
                    here.add(used);
                }
            }
        }
        resolved("templates." + name + ".steps ", step, here);
    }

    private static void resolved(String path, JsonNode json, Set<String> scope) {
        for (String name : Substitution.names(Json.write(json))) {
            if (ROOTS.stream().anyMatch(name::startsWith) && !scope.contains(name)) {
                throw new InvalidSpecException(path + "failed to resolve {{" + name + "}}");
            }
        }
    }

    private static String name(JsonNode node) {
        return node.path("name").asText();
    }
}
