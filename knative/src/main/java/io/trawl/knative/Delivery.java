package io.trawl.knative;

import io.trawl.api.model.FailureKind;
import java.time.Duration;

/** The result of sending an event. */
public sealed interface Delivery {

    /** The broker has it. */
    record Accepted() implements Delivery {}

    /**
     * No answer came: the broker may have it.
     *
     * @param reason one line
     */
    record Unknown(String reason) implements Delivery {}

    /**
     * The broker does not have it, as far as it says or is known.
     *
     * @param status the HTTP status of the last attempt; 0 if there was no answer, or nothing was sent
     * @param reason one line, without a secret
     * @param kind whether it may be accepted later
     * @param retryAfter how long the broker asks to wait; zero if it does not
     */
    record Refused(int status, String reason, FailureKind kind, Duration retryAfter) implements Delivery {

        /** Whether it may be accepted later without anybody changing something. */
        public boolean passes() {
            return kind.retried();
        }
    }

    /**
     * What a refusal means: Knative's own senders take 404, 408 and 409 for something that passes, as of a receiver that is
     * being set up.
     *
     * @param status of HTTP, not 2xx
     */
    static FailureKind kindOf(int status) {
        return switch (status) {
            case 401, 403 -> FailureKind.PERMISSION;
            case 429 -> FailureKind.THROTTLED;
            case 404, 408, 409 -> FailureKind.TRANSIENT;
            default -> status >= 500 ? FailureKind.TRANSIENT : FailureKind.INVALID;
        };
    }
}
