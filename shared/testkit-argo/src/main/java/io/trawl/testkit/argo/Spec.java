package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The spec by which a Workflow is executed: its own, laid over that of the template it refers to (JoinWorkflowSpec in
 * workflow/util/merge.go). A parameter of the Workflow replaces the template's of that name as a whole, its enum included.
 */
record Spec(ObjectNode json) {

    /**
     * That by which a Workflow is executed.
     *
     * @throws ApiException 404 if it names a template that is not there
     */
    static Spec of(Store store, String namespace, JsonNode workflow) {
        JsonNode own = workflow.path("spec");
        if (!own.has("workflowTemplateRef")) {
            return merged(own, null);
        }
        String name = own.at("/workflowTemplateRef/name").asText();
        return store.get(new Store.Key(Resource.WORKFLOW_TEMPLATE, namespace, name))
                .map(template -> merged(own, template.path("spec")))
                .orElseThrow(() -> ApiException.notFound(Resource.WORKFLOW_TEMPLATE.qualified(), name));
    }

    /**
     * Puts them together.
     *
     * @param template the WorkflowTemplate's spec, or what was made of it in an earlier pass, or null
     */
    static Spec merged(JsonNode workflow, JsonNode template) {
        ObjectNode merged = Json.merge(template, Json.merge(Json.object(), (ObjectNode) workflow));
        if (!workflow.has("shutdown")) {
            merged.remove("shutdown");
        }
        ArrayNode parameters = merged.putObject("arguments").putArray("parameters");
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        workflow.at("/arguments/parameters")
                .forEach(parameter -> byName.put(parameter.path("name").asText(), parameter));
        if (template != null) {
            template.at("/arguments/parameters")
                    .forEach(parameter ->
                            byName.putIfAbsent(parameter.path("name").asText(), parameter));
        }
        parameters.addAll(byName.values());
        return new Spec(merged);
    }

    String entrypoint() {
        return json.path("entrypoint").asText();
    }

    /** The name of the template that runs at the end, or empty. */
    String onExit() {
        return json.path("onExit").asText();
    }

    /** {@code Stop} or empty. */
    String shutdown() {
        return json.path("shutdown").asText();
    }

    JsonNode parameters() {
        return json.at("/arguments/parameters");
    }

    Optional<ObjectNode> template(String name) {
        for (JsonNode template : json.path("templates")) {
            if (template.path("name").asText().equals(name)) {
                return Optional.of((ObjectNode) template);
            }
        }
        return Optional.empty();
    }
}
