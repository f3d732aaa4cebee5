package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The status of a Workflow while a pass works on it, with the labels that go with it (markWorkflowPhase in
 * workflow/controller/operator.go). Conditions are Completed and PodRunning; a wrong spec is in the message of phase Failed or
 * Error, for in Argo 4 only CronWorkflows have the condition SpecError.
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

    /** Whether it had completed before the pass. */
    boolean completed() {
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
        boolean ended = status.has("finishedAt");
        long pods = 0;
        long done = 0;
        boolean running = false;
        for (Node node : nodes.all()) {
            if (node.type().equals("Pod")) {
                pods++;
                done += node.is(Node.SUCCEEDED) ? 1 : 0;
                running |= node.is(Node.RUNNING);
            }
        }
        if (pods > 0) {
            status.set("nodes", nodes.json());
        }
        status.put("progress", done + "/" + pods);
        status.putArray("conditions").add(condition("PodRunning", running));
        if (ended) {
            status.withArray("conditions").add(condition("Completed", true));
        }
        ObjectNode metadata = ((ObjectNode) workflow.get("metadata")).deepCopy();
        metadata.withObject("/labels").put(PHASE, phase()).put(COMPLETED, Boolean.toString(ended));
        ObjectNode written = Json.merge(workflow, Json.object());
        written.set("metadata", metadata);
        written.set("status", status);
        return written;
    }

    private static ObjectNode condition(String type, boolean holds) {
        return Json.object().put("type", type).put("status", holds ? "True" : "False");
    }
}
