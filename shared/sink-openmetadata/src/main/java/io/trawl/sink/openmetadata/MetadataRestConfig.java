package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * {@code sink.config} of type {@code metadata-rest}; the keys are those of OpenMetadata's tool. The ignored ones have no
 * effect there either. The server is in {@code workflowConfig}.
 *
 * @param bulkSinkBatchSize the most entities in one request, at least 1; default 100
 * @param overrideMetadata default false; true: the same as {@code overrideMetadata} of the source
 */
@JsonIgnoreProperties({"api_endpoint", "enable_async_pipeline", "async_pipeline_workers"})
public record MetadataRestConfig(
        @JsonProperty("bulk_sink_batch_size") Integer bulkSinkBatchSize,
        @JsonProperty("override_metadata") Boolean overrideMetadata) {

    private static final int DEFAULT_BATCH_SIZE = 100;

    public MetadataRestConfig {
        bulkSinkBatchSize = bulkSinkBatchSize == null ? DEFAULT_BATCH_SIZE : bulkSinkBatchSize;
        overrideMetadata = overrideMetadata != null && overrideMetadata;
        if (bulkSinkBatchSize < 1) {
            throw new IllegalArgumentException("bulk_sink_batch_size: '" + bulkSinkBatchSize + "' is below 1");
        }
    }
}
