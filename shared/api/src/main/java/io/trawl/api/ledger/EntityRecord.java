package io.trawl.api.ledger;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows about one entity in one run.
 *
 * @param id fully qualified name
 * @param type its type
 * @param state its state
 * @param attempts the number of attempts
 * @param kind the kind of its last failure; null if it never failed
 * @param message its last failure in one line; null if it never failed
 * @param took its share of the time of the batch it was last handled in; null if it was not handled yet
 * @param worker the process that handled it last; null if none has
 * @param endedAt when it had its outcome; null if it has none
 */
public record EntityRecord(
        String id,
        EntityType type,
        State state,
        int attempts,
        @Nullable FailureKind kind,
        @Nullable String message,
        @Nullable Duration took,
        @Nullable String worker,
        @Nullable Instant endedAt) {

    /** The state of an entity. */
    public enum State {
        /** Waits for a worker, or is with one. */
        OPEN,
        /** Written without its foreign keys, for which it waits. */
        DEFERRED,
        INGESTED,
        UNCHANGED,
        GONE,
        FAILED
    }
}
