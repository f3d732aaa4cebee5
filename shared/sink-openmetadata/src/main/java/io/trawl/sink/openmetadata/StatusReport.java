package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.sink.PipelineStatus;
import io.trawl.http.Http;

/** How a run went, as the server wants it (ingestionPipeline.json, pipelineStatus; status.json, stepSummary). */
final class StatusReport {

    private StatusReport() {}

    static Call call(String pipelineFqn, PipelineStatus status) throws ApiException {
        ObjectNode body = Client.JSON
                .createObjectNode()
                .put("runId", status.runId())
                .put("pipelineState", status.state())
                .put("startDate", status.startedAt().toEpochMilli())
                .put("timestamp", status.startedAt().toEpochMilli());
        if (status.endedAt() != null) {
            body.put("endDate", status.endedAt().toEpochMilli());
        }
        if (!status.steps().isEmpty()) {
            ArrayNode steps = body.putArray("status");
            status.steps().forEach(step -> add(steps, step));
        }
        return Call.put(
                "/services/ingestionPipelines/" + Http.encode(pipelineFqn) + "/pipelineStatus",
                HierarchyWriter.bytes(body));
    }

    private static void add(ArrayNode steps, PipelineStatus.Step step) {
        ArrayNode failures = steps.addObject()
                .put("name", step.name())
                .put("records", step.records())
                .put("filtered", step.filtered())
                .put("errors", step.errors())
                .putArray("failures");
        if (step.failures() != null) {
            step.failures()
                    .forEach(failure ->
                            failures.addObject().put("name", failure.name()).put("error", failure.error()));
        }
    }
}
