package io.trawl.api.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How batches reach workers. */
public enum Orchestrator {
    /** Threads of one process, and other processes that join. */
    @JsonProperty("local")
    LOCAL,
    /** Functions behind a Knative broker. */
    @JsonProperty("knative")
    KNATIVE,
    /** Pods of an Argo Workflow. */
    @JsonProperty("argo")
    ARGO;

    /** As a workflow, a report and the ledger name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
