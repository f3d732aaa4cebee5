package io.trawl.discovery.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.util.OneLine;
import java.time.Instant;
import java.util.Locale;

/**
 * An entity of a run in a line of its own.
 *
 * @param state open, deferred, ingested, unchanged, gone or failed
 * @param kind of its last failure, and {@code message} with it; absent if it never failed
 * @param tookSeconds absent if it was not handled yet
 * @param worker absent if none has handled it
 * @param endedAt absent if it has no outcome
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntityLine(
        EntityType type,
        String id,
        String state,
        int attempts,
        FailureKind kind,
        String message,
        Double tookSeconds,
        String worker,
        Instant endedAt) {

    /** The same entity for machines; to be written by {@link Json}. */
    public static EntityLine of(EntityRecord entity) {
        return new EntityLine(
                entity.type(),
                entity.id(),
                nameOf(entity.state()),
                entity.attempts(),
                entity.kind(),
                entity.message(),
                entity.took() == null ? null : entity.took().toNanos() / 1e9,
                entity.worker(),
                entity.endedAt());
    }

    /** The same entity for people: state, attempts, time taken, worker, name, and its last failure. */
    public static String text(EntityRecord entity) {
        return OneLine.of(String.format(
                "%-9s  %3d  %9s  %-24s  %s%s",
                nameOf(entity.state()),
                entity.attempts(),
                entity.took() == null ? "-" : Labels.took(entity.took()),
                entity.worker() == null ? "-" : entity.worker(),
                entity.id(),
                entity.kind() == null ? "" : "  " + entity.kind() + ": " + entity.message()));
    }

    private static String nameOf(EntityRecord.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
