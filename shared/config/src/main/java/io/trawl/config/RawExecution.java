package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.OrchestratorConfig;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code workflowConfig.distributedExecution} as it stands in the file, without the keys that belong to one orchestrator
 * ({@link OrchestratorKeys}). What else the providers bring is put into the descriptions when the JSON Schema is made.
 */
record RawExecution(
        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
                "false: one entity after the other, with one connection; the keys about parallelism then wait for it")
        boolean enabled,

        @JsonProperty(defaultValue = "local")
        @JsonPropertyDescription("Where the workers are; local: threads of this process")
        JsonNode orchestrator,

        @JsonProperty(defaultValue = "10") @JsonPropertyDescription("Workers at a time, 1 to 500")
        int parallelism,

        @JsonProperty(defaultValue = "auto")
        @JsonPropertyDescription(
                "Entities a worker takes at once; auto: by cost, small ones together and large ones alone")
        JsonNode entitiesPerBatch,

        @JsonPropertyDescription(
                "Connections to the source at a time, 1 to 500; default: as many as workers, at most 20")
        Integer maxSourceConnections,

        @JsonPropertyDescription("How often and after which pauses something is tried again")
        Retry retryPolicy,

        @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription(
                "Whether ingest waits for the end of a run that other processes execute, or only begins it")
        boolean waitForCompletion,

        @JsonProperty(defaultValue = "86400") @JsonPropertyDescription("How long a run may take, in seconds")
        int timeoutSeconds,

        @JsonProperty(defaultValue = Binder.ALL_DEFAULTS) @JsonPropertyDescription("What guards deletions")
        DeletionLimit deletion,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
                "Whether to ingest tables, views and functions that belong to an extension of the source")
        boolean includeExtensionMembers,

        @JsonPropertyDescription(
                "Where runs are recorded, so that they can be resumed; absent: nowhere, unless TRAWL_LEDGER_URL is set")
        RawLedger ledger) {

    static final int MAX_PARALLELISM = 500;
    static final int MAX_BATCH = 10_000;

    record Retry(
            @JsonProperty(defaultValue = "3") @JsonPropertyDescription("Attempts in all, 1 to 100")
            int maxAttempts,

            @JsonProperty(defaultValue = "1")
            @JsonPropertyDescription("The pause after the first attempt, in seconds; 0 to maxBackoffSeconds")
            Double backoffSeconds,

            @JsonProperty(defaultValue = "2") @JsonPropertyDescription("By what each pause grows, 1 to 100")
            double backoffFactor,

            @JsonProperty(defaultValue = "600") @JsonPropertyDescription("No pause is longer, in seconds; 0 to 86400")
            double maxBackoffSeconds) {

        RetryPolicy resolve(ConfigPath place, RetryPolicy standard) {
            double longest = NumberLimits.number(place.key("maxBackoffSeconds"), maxBackoffSeconds, 0, 86_400);
            double first = backoffSeconds == null
                    ? Math.min(longest, standard.backoff().toMillis() / 1000.0)
                    : NumberLimits.number(place.key("backoffSeconds"), backoffSeconds, 0, 86_400);
            if (first > longest) {
                throw place.key("backoffSeconds")
                        .wrong(quoted(NumberLimits.plain(first)) + " is above maxBackoffSeconds, which is "
                                + NumberLimits.plain(longest));
            }
            return new RetryPolicy(
                    NumberLimits.whole(place.key("maxAttempts"), maxAttempts, 1, 100),
                    seconds(first),
                    NumberLimits.number(place.key("backoffFactor"), backoffFactor, 1, 100),
                    seconds(longest));
        }

        private static Duration seconds(double seconds) {
            return Duration.ofMillis(Math.round(seconds * 1000));
        }
    }

    /** The keys that have a meaning, defaults filled in. */
    DistributedExecution resolve(
            ConfigPath place, int threads, LedgerEnvironment environment, OrchestratorKeys orchestrators) {
        Optional<OrchestratorProvider> provider = orchestrators.provider(place.key("orchestrator"), orchestrator);
        NumberLimits.whole(place.key("parallelism"), parallelism, 1, MAX_PARALLELISM);
        OptionalInt batch = batch(
                place.key("entitiesPerBatch"),
                provider.map(OrchestratorProvider::defaultEntitiesPerBatch).orElse(OptionalInt.empty()));
        if (maxSourceConnections != null) {
            NumberLimits.whole(place.key("maxSourceConnections"), maxSourceConnections, 1, MAX_PARALLELISM);
        }
        Optional<OrchestratorProvider> elsewhere = enabled ? provider : Optional.empty();
        RetryPolicy standard =
                elsewhere.map(OrchestratorProvider::defaultRetryPolicy).orElse(RetryPolicy.local());
        RetryPolicy retry = retryPolicy == null ? standard : retryPolicy.resolve(place.key("retryPolicy"), standard);
        NumberLimits.whole(place.key("timeoutSeconds"), timeoutSeconds, 1, Integer.MAX_VALUE);
        ConfigPath limits = place.key("deletion");
        NumberLimits.number(limits.key("maxShare"), deletion.maxShare(), 0, 1);
        NumberLimits.whole(limits.key("maxCount"), deletion.maxCount(), 0, DeletionLimit.MOST);
        LedgerConfig runs = ledger == null ? environment.alone() : ledger.resolve(place.key("ledger"), environment);

        if (elsewhere.isPresent() && runs == null) {
            throw place.key("ledger")
                    .wrong("is missing, and TRAWL_LEDGER_URL is not set; orchestrator: "
                            + elsewhere.get().name() + " needs one");
        }
        OrchestratorConfig config = orchestrators.bind(provider, place);
        if (elsewhere.isEmpty() && !waitForCompletion) {
            throw place.key("waitForCompletion")
                    .wrong("'false' is for runs that go on elsewhere (orchestrator: " + orchestrators.joined(" or ")
                            + ")");
        }
        int parallel = enabled ? parallelism : Math.min(threads, MAX_PARALLELISM);
        DistributedExecution execution = new DistributedExecution(
                enabled || threads > 1,
                elsewhere.map(each -> orchestrator(each, config, retry)).orElse(Orchestrator.LOCAL),
                parallel,
                enabled ? batch : OptionalInt.empty(),
                enabled && maxSourceConnections != null
                        ? maxSourceConnections
                        : DistributedExecution.defaultConnections(parallel),
                retry,
                waitForCompletion,
                Duration.ofSeconds(timeoutSeconds),
                deletion,
                includeExtensionMembers,
                runs);
        try {
            elsewhere.ifPresent(each -> each.check(execution));
        } catch (IllegalArgumentException e) {
            throw place.wrongBelow(e.getMessage());
        }
        return execution;
    }

    private static Orchestrator orchestrator(
            OrchestratorProvider provider, OrchestratorConfig config, RetryPolicy retry) {
        return new Orchestrator(provider.name(), config, provider.largestBatch(), provider.longestPause(retry));
    }

    private OptionalInt batch(ConfigPath place, OptionalInt standard) {
        if (entitiesPerBatch == null || entitiesPerBatch.isNull()) {
            return standard;
        }
        if ("auto".equals(entitiesPerBatch.textValue())) {
            return OptionalInt.empty();
        }
        String text = entitiesPerBatch.isValueNode() ? entitiesPerBatch.asText() : "";
        if (!text.matches("-?[0-9]{1,9}")) {
            throw place.wrong(quoted(text) + " is neither auto nor a whole number");
        }
        return OptionalInt.of(NumberLimits.whole(place, Integer.parseInt(text), 1, MAX_BATCH));
    }
}
