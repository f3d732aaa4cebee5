package io.trawl.engine;

/**
 * What other threads have asked of this process's work on a run. A request is never taken back, and a stronger one replaces
 * a weaker one. Safe for use by several threads.
 */
final class RunRequest {

    /** From the weakest to the strongest. */
    private enum Kind {
        NONE,
        HAND_OVER,
        STOP,
        TIME_OUT
    }

    private volatile Kind kind = Kind.NONE;

    /** Another process is to continue the run. */
    void handOver() {
        raise(Kind.HAND_OVER);
    }

    /** The run is to stop. */
    void stop() {
        raise(Kind.STOP);
    }

    /** The run has taken longer than it may, and is to end. */
    void timeOut() {
        raise(Kind.TIME_OUT);
    }

    private synchronized void raise(Kind to) {
        if (to.compareTo(kind) > 0) {
            kind = to;
        }
    }

    /** Whether nothing was asked: the work continues. */
    boolean isNone() {
        return kind == Kind.NONE;
    }

    /** Whether another process is to continue the run, which was not asked to stop. */
    boolean isHandOver() {
        return kind == Kind.HAND_OVER;
    }

    /** Whether the run is to stop, for whatever reason. */
    boolean isStop() {
        return kind.compareTo(Kind.STOP) >= 0;
    }

    /** Whether the run is to end because it has taken too long. */
    boolean isTimeOut() {
        return kind == Kind.TIME_OUT;
    }
}
