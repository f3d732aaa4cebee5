package io.trawl.testkit.argo;

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
        ObjectNode labels = metadata.putObject("labels");
        if (cron.at("/spec/workflowMetadata/labels") instanceof ObjectNode more) {
            labels.setAll(more);
        }
        labels.put("workflows.argoproj.io/cron-workflow", name);
        if (cron.at("/spec/workflowMetadata/annotations") instanceof ObjectNode more) {
            metadata.set("annotations", more);
        }
        workflow.set("spec", cron.at("/spec/workflowSpec"));
        return workflow;
    }
}
