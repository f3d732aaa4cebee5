package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.trawl.api.workflow.SinkConfig;

/**
 * {@code sink.config} of type {@code metadata-rest}; the keys are those of OpenMetadata's tool, but for the last two, which are
 * Trawl's. The ignored ones have no effect there either. The server is in {@code workflowConfig}.
 *
 * @param bulkSinkBatchSize the most entities in one request, at least 1; default 100
 * @param overrideMetadata default false; true: the same as {@code overrideMetadata} of the source
 * @param maxResponseBytes the largest answer that is read, at least 1024; default 16 MiB
 * @param requestTimeoutSeconds how long a request may take, its answer included, 1 to 3600; default 120
 */
@JsonIgnoreProperties({"api_endpoint", "enable_async_pipeline", "async_pipeline_workers"})
public record MetadataRestConfig(
        @JsonProperty("bulk_sink_batch_size") Integer bulkSinkBatchSize,
        @JsonProperty("override_metadata") Boolean overrideMetadata,
        @JsonProperty("max_response_bytes") Integer maxResponseBytes,
        @JsonProperty("request_timeout_seconds") Integer requestTimeoutSeconds)
        implements SinkConfig {

    private static final int DEFAULT_BATCH_SIZE = 100;
    private static final int DEFAULT_RESPONSE = 16 << 20;
    private static final int SMALLEST_RESPONSE = 1_024;
    private static final int DEFAULT_TIMEOUT = 120;
    private static final int LONGEST_TIMEOUT = 3_600;

    public MetadataRestConfig {
        bulkSinkBatchSize = within("bulk_sink_batch_size", bulkSinkBatchSize, DEFAULT_BATCH_SIZE, 1, Integer.MAX_VALUE);
        overrideMetadata = overrideMetadata != null && overrideMetadata;
        maxResponseBytes =
                within("max_response_bytes", maxResponseBytes, DEFAULT_RESPONSE, SMALLEST_RESPONSE, Integer.MAX_VALUE);
        requestTimeoutSeconds =
                within("request_timeout_seconds", requestTimeoutSeconds, DEFAULT_TIMEOUT, 1, LONGEST_TIMEOUT);
    }

    private static int within(String key, Integer value, int standard, int min, int max) {
        int number = value == null ? standard : value;
        if (number < min) {
            throw new IllegalArgumentException(key + ": '" + number + "' is below " + min);
        }
        if (number > max) {
            throw new IllegalArgumentException(key + ": '" + number + "' is above " + max);
        }
        return number;
    }
}
