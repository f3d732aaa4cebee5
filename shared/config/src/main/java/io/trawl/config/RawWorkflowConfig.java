package io.trawl.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.trawl.api.workflow.WorkflowConfig;
import java.nio.file.Path;
import java.util.function.Consumer;

/** {@code workflowConfig} as it stands in the file; the ignored key has no effect here. */
@JsonIgnoreProperties("config")
record RawWorkflowConfig(
        @JsonProperty(defaultValue = "INFO") @JsonPropertyDescription("How much to log")
        WorkflowConfig.LoggerLevel loggerLevel,

        @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("End with exit code 1 if fewer entities than successThreshold succeeded")
        boolean raiseOnError,

        @JsonProperty(defaultValue = "90")
        @JsonPropertyDescription("The percentage of entities that must succeed, 0 to 100")
        int successThreshold,

        @JsonPropertyDescription("The OpenMetadata server") RawServerConfig openMetadataServerConfig,

        @JsonProperty(defaultValue = Binder.ALL_DEFAULTS)
        @JsonPropertyDescription("How to spread the work; absent: one entity after the other")
        RawExecution distributedExecution) {

    /**
     * The keys that have a meaning, defaults filled in.
     *
     * @param threads of the source, from which the number of workers follows if there is no distributedExecution
     * @param serverNeeded whether the sink cannot do without a server
     * @param environment what the environment says about the ledger
     * @param directory where relative paths start
     * @param orchestrators which there are, and what the file says for one of them
     * @param warnings receives a line for each key that contradicts another
     */
    WorkflowConfig resolve(
            ConfigPath place,
            int threads,
            boolean serverNeeded,
            LedgerEnvironment environment,
            Path directory,
            OrchestratorKeys orchestrators,
            Consumer<String> warnings) {
        ConfigPath serverPlace = place.key("openMetadataServerConfig");
        if (serverNeeded) {
            serverPlace.required(openMetadataServerConfig);
        }
        return new WorkflowConfig(
                loggerLevel,
                raiseOnError,
                NumberLimits.whole(place.key("successThreshold"), successThreshold, 0, 100),
                openMetadataServerConfig == null
                        ? null
                        : openMetadataServerConfig.resolve(serverPlace, serverNeeded, directory, warnings),
                distributedExecution.resolve(place.key("distributedExecution"), threads, environment, orchestrators));
    }
}
