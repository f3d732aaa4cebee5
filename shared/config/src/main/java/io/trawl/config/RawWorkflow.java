package io.trawl.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.workflow.DatabaseMetadata;

/**
 * A workflow file key by key; where it says nothing, the default that is annotated, otherwise null. The annotations also make
 * the JSON Schema for editors, {@code docs/workflow.schema.json}. The ignored keys have no effect here.
 */
@JsonIgnoreProperties({"pipelineRunId", "enableStreamableLogs", "ingestionRunnerName"})
record RawWorkflow(
        @JsonProperty(required = true) @JsonPropertyDescription("What to read")
        Source source,

        @JsonProperty(required = true) @JsonPropertyDescription("Where to write")
        Sink sink,

        @JsonProperty(defaultValue = Binder.ALL_DEFAULTS)
        @JsonPropertyDescription("How to run; openMetadataServerConfig is required by sinks that write to OpenMetadata")
        RawWorkflowConfig workflowConfig,

        @JsonPropertyDescription("The ingestion pipeline in OpenMetadata that shows how this workflow's runs went")
        String ingestionPipelineFQN) {

    record Source(
            @JsonProperty(required = true) @JsonPropertyDescription("The kind of source, such as postgres, in any case")
            String type,

            @JsonProperty(required = true)
            @JsonPropertyDescription("The database service in OpenMetadata; 1 to 256 characters")
            String serviceName,

            @JsonProperty(required = true)
            @JsonPropertyDescription(
                    "How to connect; it must be in the file, since Trawl does not ask the server for it")
            ServiceConnection serviceConnection,

            @JsonProperty(defaultValue = Binder.ALL_DEFAULTS) @JsonPropertyDescription("What to ingest")
            SourceConfig sourceConfig) {}

    record ServiceConnection(
            @JsonProperty(required = true)
            @JsonPropertyDescription(
                    "OpenMetadata's connection of the source; its keys are checked when the workflow is read, not by this schema")
            ObjectNode config) {

        /** Without the content, which holds secrets. */
        @Override
        public String toString() {
            return "ServiceConnection[********]";
        }
    }

    record SourceConfig(
            @JsonProperty(defaultValue = Binder.ALL_DEFAULTS)
            DatabaseMetadata config) {}

    record Sink(
            @JsonProperty(required = true)
            @JsonPropertyDescription("The kind of sink: metadata-rest for OpenMetadata's REST API, or file")
            String type,

            @JsonPropertyDescription("The sink's own keys, checked when the workflow is read; for a file its filename")
            ObjectNode config) {

        /** Without the content, which may hold secrets. */
        @Override
        public String toString() {
            return "Sink[type=" + type + ", config=********]";
        }
    }
}
