package io.trawl.engine;

/**
 * What other threads have asked of this process's work on a run. A request is never taken back, and a stronger one replaces
 * a weaker one. Safe for use by several threads.
 */
final class RunRequest {

    /** From the weakest to the strongest. */
    enum Kind {
        /** Nothing: the work continues. */
        NONE,
        /** Another process is to continue the run. */
        HAND_OVER,
        /** The run is to stop. */
        STOP,
        /** The run has taken longer than it may, and is to end. */
        TIME_OUT
    }

    private volatile Kind kind = Kind.NONE;

    synchronized void raise(Kind to) {
        if (to.compareTo(kind) > 0) {
            kind = to;
        }
    }

    /** Whether this is the strongest request. */
    boolean is(Kind asked) {
        return kind == asked;
    }

    /** Whether nothing was asked: the work continues. */
    boolean isNone() {
        return is(Kind.NONE);
    }

    /** Whether the run is to stop, for whatever reason. */
    boolean isStop() {
        return kind.compareTo(Kind.STOP) >= 0;
    }
}
