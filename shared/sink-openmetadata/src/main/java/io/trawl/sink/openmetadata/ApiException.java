package io.trawl.sink.openmetadata;

import io.trawl.api.model.FailureKind;
import java.time.Duration;

/** A request failed. The message is one line, without a secret and without the server's address. */
final class ApiException extends Exception {

    private static final long serialVersionUID = 1L;

    final FailureKind kind;
    /** The HTTP status, or 0 if there was no answer. */
    final int status;
    /** How long the server asks to wait, or null. */
    final transient Duration retryAfter;

    private final Trouble trouble;

    /** Why there was no answer, where that makes a difference. */
    enum Trouble {
        OTHER,
        /** Nothing was listening, so that the server never saw the request. */
        UNREACHABLE,
        /** It took too long: a smaller request may do. */
        TOO_SLOW,
        /** The answer was larger than {@code max_response_bytes}: a smaller request may do. */
        TOO_LARGE
    }

    private ApiException(
            FailureKind kind, int status, String message, Duration retryAfter, Trouble trouble, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
        this.retryAfter = retryAfter;
        this.trouble = trouble;
    }

    static ApiException answered(FailureKind kind, int status, String message, Duration retryAfter) {
        Trouble trouble = status == 504 ? Trouble.TOO_SLOW : Trouble.OTHER;
        return new ApiException(kind, status, message, retryAfter, trouble, null);
    }

    static ApiException of(FailureKind kind, String message) {
        return of(kind, message, null);
    }

    static ApiException of(FailureKind kind, String message, Throwable cause) {
        return new ApiException(kind, 0, message, null, Trouble.OTHER, cause);
    }

    static ApiException unanswered(Trouble trouble, String message, Throwable cause) {
        return new ApiException(FailureKind.TRANSIENT, 0, message, null, trouble, cause);
    }

    boolean isUnreachable() {
        return trouble == Trouble.UNREACHABLE;
    }

    boolean isTooSlow() {
        return trouble == Trouble.TOO_SLOW;
    }

    boolean isTooLarge() {
        return trouble == Trouble.TOO_LARGE;
    }

    /** Whether the server has answered, and not that it or one behind it is away. */
    boolean isAnswer() {
        return status != 0 && kind != FailureKind.TRANSIENT;
    }

    /** The same failure, with the name of what it is about. */
    ApiException about(String fqn) {
        return new ApiException(kind, status, fqn + ": " + getMessage(), retryAfter, trouble, this);
    }
}
