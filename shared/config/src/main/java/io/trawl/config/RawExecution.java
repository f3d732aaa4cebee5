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
        Boolean enabled,

        @JsonProperty(defaultValue = "local")
        @JsonPropertyDescription("Where the workers are; local: threads of this process")
        JsonNode orchestrator,

        @JsonProperty(defaultValue = "10") @JsonPropertyDescription("Workers at a time, 1 to 500")
        Integer parallelism,

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
        Boolean waitForCompletion,

        @JsonProperty(defaultValue = "86400") @JsonPropertyDescription("How long a run may take, in seconds")
        Integer timeoutSeconds,

        @JsonPropertyDescription("What guards deletions") Deletion deletion,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription(
                "Whether to ingest tables, views and functions that belong to an extension of the source")
        Boolean includeExtensionMembers,

        @JsonPropertyDescription(
                "Where runs are recorded, so that they can be resumed; absent: nowhere, unless TRAWL_LEDGER_URL is set")
        RawLedger ledger) {

    /** Stands for a workflow that has none. */
    static final RawExecution ABSENT =
            new RawExecution(null, null, null, null, null, null, null, null, null, null, null);

    static final int MAX_PARALLELISM = 500;
    static final int MAX_BATCH = 10_000;

    record Retry(
            @JsonProperty(defaultValue = "3") @JsonPropertyDescription("Attempts in all, 1 to 100")
            Integer maxAttempts,

            @JsonProperty(defaultValue = "1")
            @JsonPropertyDescription("The pause after the first attempt, in seconds; 0 to maxBackoffSeconds")
            Double backoffSeconds,

            @JsonProperty(defaultValue = "2") @JsonPropertyDescription("By what each pause grows, 1 to 100")
            Double backoffFactor,

            @JsonProperty(defaultValue = "600") @JsonPropertyDescription("No pause is longer, in seconds; 0 to 86400")
            Double maxBackoffSeconds) {

        RetryPolicy resolve(ConfigPath place, RetryPolicy standard) {
            double longest = NumberLimits.number(place.key("maxBackoffSeconds"), maxBackoffSeconds, 600, 0, 86_400);
            double first = NumberLimits.number(
                    place.key("backoffSeconds"),
                    backoffSeconds,
                    Math.min(longest, standard.backoff().toMillis() / 1000.0),
                    0,
                    86_400);
            if (first > longest) {
                throw place.key("backoffSeconds")
                        .wrong(quoted(NumberLimits.plain(first)) + " is above maxBackoffSeconds, which is "
                                + NumberLimits.plain(longest));
            }
            return new RetryPolicy(
                    NumberLimits.whole(place.key("maxAttempts"), maxAttempts, 3, 1, 100),
                    seconds(first),
                    NumberLimits.number(place.key("backoffFactor"), backoffFactor, 2, 1, 100),
                    seconds(longest));
        }

        private static Duration seconds(double seconds) {
            return Duration.ofMillis(Math.round(seconds * 1000));
        }
    }

    record Deletion(
            @JsonProperty(defaultValue = "0.2")
            @JsonPropertyDescription(
                    "If more than this share of a scope (the tables of a schema, for example) is gone, and more than maxCount, delete nothing in it and say so; 0 to 1")
            Double maxShare,

            @JsonProperty(defaultValue = "5")
            @JsonPropertyDescription(
                    "So many may be deleted from a scope whatever their share, but never all; 0 to 10000")
            Integer maxCount) {

        DeletionLimit resolve(ConfigPath place) {
            return new DeletionLimit(
                    NumberLimits.number(place.key("maxShare"), maxShare, DeletionLimit.DEFAULT_SHARE, 0, 1),
                    NumberLimits.whole(
                            place.key("maxCount"), maxCount, DeletionLimit.DEFAULT_COUNT, 0, DeletionLimit.MOST));
        }
    }

    /** The keys that have a meaning, defaults filled in. */
    DistributedExecution resolve(
            ConfigPath place, int threads, LedgerEnvironment environment, OrchestratorKeys orchestrators) {
        Optional<OrchestratorProvider> provider = orchestrators.provider(place.key("orchestrator"), orchestrator);
        int workers = NumberLimits.whole(place.key("parallelism"), parallelism, 10, 1, MAX_PARALLELISM);
        OptionalInt batch = batch(
                place.key("entitiesPerBatch"),
                provider.map(OrchestratorProvider::defaultEntitiesPerBatch).orElse(OptionalInt.empty()));
        ConfigPath connectionsPlace = place.key("maxSourceConnections");
        NumberLimits.whole(connectionsPlace, maxSourceConnections, 1, 1, MAX_PARALLELISM);
        boolean chosen = Boolean.TRUE.equals(enabled);
        Optional<OrchestratorProvider> elsewhere = chosen ? provider : Optional.empty();
        RetryPolicy standard =
                elsewhere.map(OrchestratorProvider::defaultRetryPolicy).orElse(RetryPolicy.local());
        RetryPolicy retry = retryPolicy == null ? standard : retryPolicy.resolve(place.key("retryPolicy"), standard);
        Duration timeout = Duration.ofSeconds(
                NumberLimits.whole(place.key("timeoutSeconds"), timeoutSeconds, 86_400, 1, Integer.MAX_VALUE));
        DeletionLimit limit = deletion == null ? DeletionLimit.standard() : deletion.resolve(place.key("deletion"));
        boolean extensions = Boolean.TRUE.equals(includeExtensionMembers);
        LedgerConfig runs = ledger == null ? environment.alone() : ledger.resolve(place.key("ledger"), environment);

        if (elsewhere.isPresent() && runs == null) {
            throw place.key("ledger")
                    .wrong("is missing, and TRAWL_LEDGER_URL is not set; orchestrator: "
                            + elsewhere.get().name() + " needs one");
        }
        OrchestratorConfig config = orchestrators.bind(provider, place);
        boolean waits = !Boolean.FALSE.equals(waitForCompletion);
        if (elsewhere.isEmpty() && !waits) {
            throw place.key("waitForCompletion")
                    .wrong("'false' is for runs that go on elsewhere (orchestrator: " + orchestrators.joined(" or ")
                            + ")");
        }
        if (!chosen && threads == 1) {
            return new DistributedExecution(
                    false,
                    Orchestrator.LOCAL,
                    1,
                    OptionalInt.empty(),
                    1,
                    retry,
                    true,
                    timeout,
                    limit,
                    extensions,
                    runs);
        }
        int parallel = chosen ? workers : Math.min(threads, MAX_PARALLELISM);
        int connections = chosen && maxSourceConnections != null
                ? maxSourceConnections
                : DistributedExecution.defaultConnections(parallel);
        DistributedExecution execution = new DistributedExecution(
                true,
                elsewhere.map(each -> orchestrator(each, config, retry)).orElse(Orchestrator.LOCAL),
                parallel,
                chosen ? batch : OptionalInt.empty(),
                connections,
                retry,
                waits,
                timeout,
                limit,
                extensions,
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
        return OptionalInt.of(NumberLimits.whole(place, Integer.valueOf(text), 1, 1, MAX_BATCH));
    }
}
