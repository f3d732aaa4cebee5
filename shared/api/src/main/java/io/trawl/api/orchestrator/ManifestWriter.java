package io.trawl.api.orchestrator;

import io.trawl.api.workflow.Workflow;

/** Writes the Kubernetes resource of a run, for a user who creates it without the command line. */
public interface ManifestWriter {

    /** What the resource is, for a help text. */
    String kind();

    /**
     * The resource as YAML, without a secret; a run begins each time it is created.
     *
     * @throws io.trawl.api.workflow.ConfigException if a value of the workflow cannot stand in it
     */
    String yaml(Workflow workflow);
}
