package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The status of a Workflow while a pass works on it, with the labels that go with it (markWorkflowPhase in
 * workflow/controller/operator.go). A wrong spec is in the message of phase Failed or Error, for in Argo 4 only CronWorkflows
 * have the condition SpecError.
 */
final class WorkflowStatus {

    static final String COMPLETED = "workflows.argoproj.io/completed";
    static final String PHASE = "workflows.argoproj.io/phase";

    private final ObjectNode workflow;
    private final ObjectNode status;

    WorkflowStatus(ObjectNode workflow) {
        this.workflow = workflow;
        this.status = Json.merge(workflow.path("status"), Json.object());
    }

    /** Whether the controller has said that a Workflow has ended. */
    static boolean hasCompleted(JsonNode workflow) {
        return workflow.at("/metadata/labels").path(COMPLETED).asText().equals("true");
    }

    String phase() {
        return status.path("phase").asText();
    }

    Instant startedAt() {
        return Instant.parse(status.path("startedAt").asText());
    }

    /** Remembers the merged spec, so that a template that changes does not change what runs. */
    void store(Spec spec) {
        status.set("storedWorkflowTemplateSpec", spec.json());
    }

    void mark(String phase, String message) {
        status.put("phase", phase);
        if (message.isEmpty()) {
            status.remove("message");
        } else {
            status.put("message", message);
        }
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        if (!status.has("startedAt")) {
            status.put("startedAt", now);
        }
        if (!phase.equals(Node.RUNNING)) {
            status.put("finishedAt", now);
        }
    }

    /** The Workflow with it. */
    ObjectNode written(Nodes nodes) {
        status.set("nodes", nodes.json());
        ObjectNode metadata = ((ObjectNode) workflow.get("metadata")).deepCopy();
        metadata.withObject("/labels").put(PHASE, phase()).put(COMPLETED, Boolean.toString(status.has("finishedAt")));
        ObjectNode written = Json.merge(workflow, Json.object());
        written.set("metadata", metadata);
        written.set("status", status);
        return written;
    }
}
