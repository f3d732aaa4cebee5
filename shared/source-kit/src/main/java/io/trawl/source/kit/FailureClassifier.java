package io.trawl.source.kit;

import io.trawl.api.model.FailureKind;

/** Says what follows from a failure: from SQLState and vendor code, or HTTP status and reason; never from message text. */
public interface FailureClassifier {

    /** What kind of failure it is; {@code BUG} if nothing is known of it. */
    FailureKind classify(Throwable failure);

    /** Whether the session is of no use any more: nothing can be said about what was asked, and it must be dropped. */
    boolean sessionLost(Throwable failure);

    /** How far it reaches. By default what is neither passing nor the session's is about what was asked. */
    default Reach reach(Throwable failure) {
        if (sessionLost(failure)) {
            return Reach.SESSION;
        }
        return switch (classify(failure)) {
            case TRANSIENT, THROTTLED -> Reach.ALL;
            case PERMISSION, INVALID, BUG -> Reach.STATEMENT;
        };
    }
}
