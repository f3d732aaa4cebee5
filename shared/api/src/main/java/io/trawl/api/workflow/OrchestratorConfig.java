package io.trawl.api.workflow;

/**
 * The keys of {@code distributedExecution} that one orchestrator alone has; each orchestrator has a record of its own that
 * implements this. The record may validate itself when it is made, with {@link IllegalArgumentException}, whose message
 * starts with the key.
 */
public interface OrchestratorConfig {}
