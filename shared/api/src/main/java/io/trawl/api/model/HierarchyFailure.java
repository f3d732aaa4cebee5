package io.trawl.api.model;

import java.util.Objects;

/**
 * A part of the hierarchy that is not in the catalog: it could not be read, or the sink refused it.
 *
 * <p>What lies in a database or schema fails with it. Entities arrive without a tag that failed.
 *
 * @param type DATABASE, DATABASE_SCHEMA or TAG
 * @param fqn its fully qualified name; a name that cannot be read is shown as well as it can be
 * @param kind what kind of failure
 * @param message one line that says by itself what failed and why, without a secret
 */
public record HierarchyFailure(EntityType type, String fqn, FailureKind kind, String message) {

    public HierarchyFailure {
        Objects.requireNonNull(fqn, "fqn");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(message, "message");
        if (type != EntityType.DATABASE && type != EntityType.DATABASE_SCHEMA && type != EntityType.TAG) {
            throw new IllegalArgumentException("type: '" + type + "' is no database, schema or tag");
        }
    }

    /** Whether entities lie in it, and fail with it. */
    public boolean isContainer() {
        return type != EntityType.TAG;
    }

    /**
     * The outcome of an entity in it. It has the same message, and is not tried again: what holds it is written once in a
     * run.
     */
    public Outcome.Failed outcomeOf(EntityDescriptor entity) {
        return new Outcome.Failed(entity, kind.retried() ? FailureKind.INVALID : kind, message);
    }
}
