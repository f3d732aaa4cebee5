package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes the Workflow of a CronWorkflow (ConvertCronWorkflowToWorkflow in workflow/common/convert.go), whatever the clock says. */
final class CronRuns {

    private CronRuns() {}

    /** @param seconds since 1970, of the schedule's moment, which are in the name */
    static ObjectNode workflow(ObjectNode cron, long seconds) {
        String name = cron.at("/metadata/name").asText();
        ObjectNode workflow = Json.object();
        workflow.put("apiVersion", Resource.API_VERSION).put("kind", Resource.WORKFLOW.kind());
        ObjectNode metadata = workflow.putObject("metadata");
        metadata.put("name", name + "-" + seconds);
        JsonNode own = cron.at("/spec/workflowMetadata");
        metadata.withObject("/labels").setAll((ObjectNode) own.path("labels"));
        metadata.withObject("/labels").put("workflows.argoproj.io/cron-workflow", name);
        metadata.set("annotations", own.path("annotations"));
        workflow.set("spec", cron.at("/spec/workflowSpec"));
        return workflow;
    }
}
