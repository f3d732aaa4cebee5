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

        @JsonPropertyDescription("No effect: every run lists everything, and with a ledger writes only what changed")
        Incremental incremental,

        @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Cannot be enabled: Trawl reads no table's rows")
        boolean extractJsonSchema) {

    /** The keys. */
    static final Set<String> KEYS = Set.of("type", "incremental", "extractJsonSchema");

    enum PipelineType {
        DatabaseMetadata
    }

    @JsonIgnoreProperties({"lookbackDays", "safetyMarginDays"})
    record Incremental(
            @JsonProperty(required = true) @JsonPropertyDescription("No effect")
            Boolean enabled) {}
}
