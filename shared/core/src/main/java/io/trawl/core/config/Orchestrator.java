package io.trawl.core.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How batches reach workers. */
public enum Orchestrator {
    /** Threads of one process, and other processes that join. */
    @JsonProperty("local")
    LOCAL,
    /** Functions behind a Knative broker. */
    @JsonProperty("knative")
    KNATIVE
}
