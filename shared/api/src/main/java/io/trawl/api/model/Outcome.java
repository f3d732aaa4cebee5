package io.trawl.api.model;

import java.util.Objects;

/** The result of ingesting one entity. */
public sealed interface Outcome {

    /** The entity it is about. */
    EntityDescriptor descriptor();

    /** Its name in events and metrics. */
    default String wireName() {
        if (this instanceof Ingested) {
            return "ingested";
        }
        if (this instanceof Unchanged) {
            return "unchanged";
        }
        return this instanceof Gone ? "gone" : "failed";
    }

    /** The sink holds it now. */
    record Ingested(EntityDescriptor descriptor) implements Outcome {}

    /** It is as it was at its last successful write, so nothing was written. */
    record Unchanged(EntityDescriptor descriptor) implements Outcome, ReadResult {}

    /** It was dropped between listing and reading, which is normal. */
    record Gone(EntityDescriptor descriptor) implements Outcome, ReadResult {}

    /**
     * It was not ingested.
     *
     * @param kind what follows from it
     * @param message one line for the user, without a secret
     */
    record Failed(EntityDescriptor descriptor, FailureKind kind, String message) implements Outcome, ReadResult {
        public Failed {
            Objects.requireNonNull(kind, "kind");
            message = message == null || message.isBlank() ? kind.name() : message.strip();
        }
    }
}
