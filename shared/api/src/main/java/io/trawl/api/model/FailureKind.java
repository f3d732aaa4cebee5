package io.trawl.api.model;

/**
 * What follows from a failure: whether it is retried and how the process that saw it answers.
 *
 * <p>Derived from SQLState, HTTP status or exception type, never from a message's text.
 */
public enum FailureKind {
    /** Connection reset, 502, 503, 504, statement timeout, serialization failure: try again after a pause. */
    TRANSIENT(true, 75),
    /** Too many connections, 429: try again after a pause, with fewer at a time. */
    THROTTLED(true, 75),
    /** SQLState 42501, 401, 403: trying again does not help. */
    PERMISSION(false, 77),
    /** The other side refuses what was sent: 400, a name that is too long. */
    INVALID(false, 78),
    /** Anything else; tried again, since it may be chance, but reported as ours. */
    BUG(true, 70);

    private final boolean retried;
    private final int exitCode;

    FailureKind(boolean retried, int exitCode) {
        this.retried = retried;
        this.exitCode = exitCode;
    }

    /** Whether another attempt may succeed without anybody changing something. */
    public boolean retried() {
        return retried;
    }

    /** The exit code of a one-batch process, from sysexits.h. */
    public int exitCode() {
        return exitCode;
    }
}
