package io.trawl.knative;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
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
    record Unknown(String reason) implements Delivery {

        /** A warning; always the same for the same reason, so that it counts as one. */
        String warning(BrokerBinding broker) {
            return broker.named() + reason + "; events whose batch nobody claims are sent again later";
        }
    }

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

        /** The failure of what cannot go on without the event. */
        TrawlException failure(BrokerBinding broker) {
            return new TrawlException(kind, broker.named() + answer() + detail());
        }

        /** A warning; always the same for the same status, so that it counts as one. */
        String warning(BrokerBinding broker) {
            return broker.named() + answer() + (status == 0 ? detail() : "") + "; events are sent again after a pause";
        }

        private String answer() {
            return status == 0 ? "the event was not accepted" : "answered " + status;
        }

        private String detail() {
            return reason.isEmpty() ? "" : ": " + reason;
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
