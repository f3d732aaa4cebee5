package io.trawl.api.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.source.SourceUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run went: what {@code --report} writes as JSON and what the summary and the page are made from.
 *
 * @param mode sequential, or the name of the orchestrator
 * @param durationSeconds wall time
 * @param throughputPerSecond entities that reached an outcome, per second of wall time
 * @param entities counts over all types
 * @param byType counts by wire name of the type
 * @param bySchema counts by fully qualified schema name
 * @param repeated how many entities were processed again because their worker was lost
 * @param sourceUsage what all processes of the run have asked of the source; null if it does not count. Behind a broker, what a
 *     worker has asked since its last heartbeat may be missing while the run has just ended
 * @param timeline how many entities had an outcome at points in time; ordered, at most a few hundred
 * @param failures every database, schema and entity that failed, up to {@link #MAX_FAILURES}; first databases and schemas
 * @param warnings things that are no failure but that the user should know: a deletion held back, a listing cut short
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
        String runId,
        String workflow,
        State state,
        String mode,
        Instant startedAt,
        double durationSeconds,
        double throughputPerSecond,
        Counts entities,
        Map<String, Counts> byType,
        Map<String, Counts> bySchema,
        long repeated,
        @Nullable SourceUsage sourceUsage,
        List<Sample> timeline,
        List<FailedEntity> failures,
        List<String> warnings) {

    /** How many failures are listed one by one; the counts hold all. */
    public static final int MAX_FAILURES = 10_000;

    /** The same with further warnings. */
    public Report withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Report(
                runId,
                workflow,
                state,
                mode,
                startedAt,
                durationSeconds,
                throughputPerSecond,
                entities,
                byType,
                bySchema,
                repeated,
                sourceUsage,
                timeline,
                failures,
                all);
    }

    /** How a run ended. */
    public enum State {
        /** Every entity succeeded. */
        SUCCESS("success"),
        /** Some failed, but the success threshold was reached. */
        PARTIAL_SUCCESS("partialSuccess"),
        /** The success threshold was not reached. */
        FAILED("failed"),
        /** It was stopped before its end. */
        STOPPED("stopped"),
        /** At least one process works on it. */
        RUNNING("running"),
        /** It has not ended, and no process works on it. */
        INTERRUPTED("interrupted");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** Whether it has ended, although one that was stopped may be resumed. */
        public boolean hasEnded() {
            return switch (this) {
                case SUCCESS, PARTIAL_SUCCESS, FAILED, STOPPED -> true;
                case RUNNING, INTERRUPTED -> false;
            };
        }

        /** Whether it has ended for good: every entity has its outcome, so that there is nothing to resume. */
        public boolean isComplete() {
            return hasEnded() && this != STOPPED;
        }

        /** OpenMetadata's name of the state. */
        @JsonValue
        public String wireName() {
            return wireName;
        }
    }

    /**
     * @param listed found by discovery, after the filters
     * @param ingested written
     * @param unchanged not written because nothing changed
     * @param gone dropped between listing and reading
     * @param filtered left out by the filters
     * @param failed not written
     * @param deleted marked as deleted in the catalog
     */
    public record Counts(
            long listed, long ingested, long unchanged, long gone, long filtered, long failed, long deleted) {

        /** Nothing at all. */
        public static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0, 0);

        /** How many have an outcome. */
        public long done() {
            return ingested + unchanged + gone + failed;
        }

        /** OpenMetadata's success: percentage of records without an error; 100 if there were none. */
        public double successPercentage() {
            long processed = done();
            return processed == 0 ? 100 : 100.0 * (processed - failed) / processed;
        }
    }

    /**
     * @param seconds since the run began
     * @param done entities with an outcome at that time
     */
    public record Sample(double seconds, long done) {}

    /**
     * @param id fully qualified name
     * @param type wire name of the type
     * @param attempts how often it was tried
     */
    public record FailedEntity(String id, String type, FailureKind kind, String message, int attempts) {

        /** A database or schema that failed. */
        public static FailedEntity of(HierarchyFailure failure) {
            return new FailedEntity(failure.fqn(), failure.type().wireName(), failure.kind(), failure.message(), 1);
        }
    }
}
