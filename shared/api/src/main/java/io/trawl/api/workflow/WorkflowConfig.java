package io.trawl.api.workflow;

import org.jspecify.annotations.Nullable;

/**
 * {@code workflowConfig}.
 *
 * @param loggerLevel DEBUG, INFO (default), WARN or ERROR
 * @param raiseOnError whether a run below the success threshold ends with exit code 1 (default true)
 * @param successThreshold percentage of entities that must succeed, 0 to 100 (default 90)
 * @param openMetadataServerConfig the server; null if the sink needs none
 * @param distributedExecution never null
 */
public record WorkflowConfig(
        LoggerLevel loggerLevel,
        boolean raiseOnError,
        int successThreshold,
        @Nullable ServerConfig openMetadataServerConfig,
        DistributedExecution distributedExecution) {

    /** OpenMetadata's log levels. */
    public enum LoggerLevel {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
