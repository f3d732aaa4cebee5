package io.trawl.argo;

import io.trawl.api.orchestrator.ManifestWriter;
import io.trawl.api.workflow.Workflow;

/** The Workflow that {@code render} prints. */
final class RenderedWorkflow implements ManifestWriter {

    @Override
    public String kind() {
        return "Argo Workflow";
    }

    @Override
    public String yaml(Workflow workflow) {
        return RunWorkflow.yaml(RunWorkflow.rendered(workflow));
    }
}
