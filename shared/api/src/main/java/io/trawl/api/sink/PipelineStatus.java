package io.trawl.api.sink;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run went, as OpenMetadata shows it beside the ingestion pipeline.
 *
 * @param state {@code running}, {@code success}, {@code partialSuccess}, {@code failed} or {@code stopped}
 * @param endedAt null while it is running
 * @param steps source and sink; empty while it is running
 */
public record PipelineStatus(
        String runId,
        String state,
        Instant startedAt,
        @Nullable Instant endedAt,
        List<Step> steps) {

    public PipelineStatus {
        steps = List.copyOf(steps);
    }

    /**
     * @param records how many succeeded
     * @param filtered how many the filters left out
     * @param errors how many failed
     * @param failures a sample of the failures
     */
    public record Step(String name, long records, long filtered, long errors, List<StepFailure> failures) {}

    /**
     * @param name fully qualified name
     * @param error one line
     */
    public record StepFailure(String name, String error) {}
}
