package io.trawl.api.sink;

import io.trawl.api.workflow.SinkConfig;
import io.trawl.api.workflow.Workflow;

/** Makes sinks of one type; found with {@link java.util.ServiceLoader}. */
public interface SinkProvider {

    /** The value of {@code sink.type}, for example {@code metadata-rest} or {@code file}. */
    String type();

    /** The record that {@code sink.config} is read into; an empty record if it has no keys. */
    Class<? extends SinkConfig> configType();

    /** Whether the sink needs {@code workflowConfig.openMetadataServerConfig}. */
    boolean needsServer();

    /**
     * Makes the sink; opens no connection and writes no file yet.
     *
     * @param workflow whose {@code sink().config()} is a {@link #configType()}
     * @throws io.trawl.api.workflow.ConfigException if a file that the workflow names for it, a certificate, cannot be used
     */
    Sink open(Workflow workflow);
}
