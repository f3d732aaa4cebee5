package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the Argo server and the controller check in a Workflow as a whole: the template it refers to, and its spec. */
final class WorkflowCheck {

    private final Store store;

    WorkflowCheck(Store store) {
        this.store = store;
    }

    /** Refuses a Workflow that the controller would fail: 404 for a template that is not there, 400 for a wrong spec. */
    void check(String namespace, ObjectNode workflow) {
        try {
            new Validation(merged(namespace, workflow)).check(workflow.path("spec"));
        } catch (InvalidSpecException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    /** The spec by which it is executed; refuses one that names no template that is there. */
    Spec merged(String namespace, ObjectNode workflow) {
        JsonNode reference = workflow.at("/spec/workflowTemplateRef");
        if (reference.isMissingNode()) {
            return Spec.merged(workflow.path("spec"), null);
        }
        String name = reference.path("name").asText();
        ObjectNode template = store.get(new Store.Key(Resource.WORKFLOW_TEMPLATE, namespace, name))
                .orElseThrow(() -> ApiException.notFound("workflowtemplates." + Resource.GROUP, name));
        return Spec.merged(workflow.path("spec"), template.path("spec"));
    }
}
