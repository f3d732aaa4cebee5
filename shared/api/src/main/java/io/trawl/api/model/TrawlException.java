package io.trawl.api.model;

import java.util.Objects;

/**
 * A whole operation failed, not one entity: the source cannot be reached, the sink refuses the token.
 *
 * <p>The message is one line for the user and never holds a secret.
 */
public class TrawlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    public TrawlException(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public TrawlException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    /** What kind of failure this is. */
    public FailureKind kind() {
        return kind;
    }
}
