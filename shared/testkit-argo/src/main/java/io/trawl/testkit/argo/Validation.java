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
    private final Set<String> globals = new HashSet<>(List.of("workflow.name", "workflow.namespace"));
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
        Set<String> given = arguments("spec.arguments.", spec.parameters());
        if (spec.entrypoint().isEmpty()) {
            throw new InvalidSpecException("spec.entrypoint is required");
        }
        template(spec.entrypoint(), given);
        if (!spec.onExit().isEmpty()) {
            template(spec.onExit(), given);
        }
    }

    /** Their names. */
    private static Set<String> arguments(String prefix, JsonNode parameters) {
        Set<String> given = new HashSet<>();
        for (JsonNode parameter : parameters) {
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
            given.add(name(parameter));
        }
        return given;
    }

    private void template(String name, Set<String> given) {
        ObjectNode template = spec.template(name)
                .orElseThrow(() -> new InvalidSpecException("template name '" + name + "' undefined"));
        String path = "templates." + name;
        Set<String> scope = new HashSet<>(globals);
        for (JsonNode input : template.at("/inputs/parameters")) {
            if (!given.contains(name(input))) {
                throw new InvalidSpecException(path + " inputs.parameters." + name(input) + " had no value");
            }
            scope.add("inputs.parameters." + name(input));
        }
        if (!checked.add(name + given)) {
            return;
        }
        boolean steps = template.has("steps");
        if (steps && template.has("activeDeadlineSeconds")) {
            throw new InvalidSpecException(path + ".activeDeadlineSeconds is only valid for leaf templates");
        }
        if (!steps && template.has("parallelism")) {
            throw new InvalidSpecException(path + ".parallelism is only valid for steps and dag templates");
        }
        if (steps) {
            steps(name, template, scope);
        } else {
            resolved(path + ": ", template, scope);
        }
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
                scope.add("steps." + name(step) + ".outputs.result");
            }
            number++;
        }
    }

    private void step(String path, String name, JsonNode step, Set<String> scope) {
        if (step.has("withParam") && step.has("withSequence")) {
            throw new InvalidSpecException(path + " only one of withItems, withParam, withSequence can be specified");
        }
        Set<String> given = arguments(path + ".arguments.", step.at("/arguments/parameters"));
        try {
            template(step.path("template").asText(), given);
        } catch (InvalidSpecException e) {
            throw new InvalidSpecException(path + " " + e.getMessage());
        }
        Set<String> here = new HashSet<>(scope);
        if (step.has("withParam")) {
            // What an item holds shows at run time only.
            Substitution.names(Json.write(step)).stream()
                    .filter(used -> used.startsWith("item."))
                    .forEach(here::add);
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
