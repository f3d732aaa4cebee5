package io.trawl.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Set;

/**
 * Keys of {@code source.sourceConfig.config} that are checked and have no effect; {@link
 * io.trawl.api.workflow.DatabaseMetadata} has the others.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RawPipeline(
        @JsonProperty(defaultValue = "DatabaseMetadata") @JsonPropertyDescription("The kind of pipeline")
        PipelineType type,

        @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Cannot be enabled: Trawl reads no table's rows")
        boolean extractJsonSchema) {

    /** The keys. */
    static final Set<String> KEYS = Set.of("type", "extractJsonSchema");

    enum PipelineType {
        DatabaseMetadata
    }
}
