package io.trawl.source.kit;

/** How far a failure reaches: what else may still be read after it, and when another attempt is worth it. */
public enum Reach {
    /** What was asked for, perhaps because of one of the objects in it. */
    STATEMENT,
    /** The same, and that object may have been dropped meanwhile: another look may find it gone. */
    DROPPED,
    /** What was asked for, and it took long. */
    SLOW_STATEMENT,
    /** The same, and a lock of another session was waited for: that was long enough. */
    LOCK,
    /** The session, which was lost while it read, perhaps because of one of the objects it read. */
    SESSION,
    /** One database, which has as many sessions as it allows; the server may have some for others. */
    DATABASE,
    /** A server that takes no session yet: it starts, or recovers from a crash. */
    STARTING,
    /** Everything: no server answered at all. */
    UNREACHABLE,
    /** Everything: the server, the login, or a moment. */
    ALL;

    /** Whether a smaller part of what was read may succeed. */
    public boolean leavesParts() {
        return this == STATEMENT || this == DROPPED || isSlow();
    }

    /** Whether a smaller part may succeed, but finding out takes long. */
    boolean isSlow() {
        return this == SLOW_STATEMENT || this == LOCK || this == SESSION;
    }
}
