package io.trawl.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.ConfigException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers an event with an HTTP status other than success. A broker delivers the event again after 429 and 5xx, and
 * sends it to its dead letters after 422. The message becomes the body of the answer and the dead letter's error data.
 */
public final class EventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What an answer says is for a log and for the dead letter, which holds 1,024 characters of it. */
    private static final int LONGEST = 1000;

    /** The status of {@link #conflict}. */
    public static final int CONFLICT = 409;

    private final int status;
    private final Duration retryAfter;

    private EventException(int status, Duration retryAfter, String message, Throwable cause) {
        super(oneLine(message), cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** What an event holds may be in a message, and is anything. */
    private static String oneLine(String message) {
        String line = OneLine.folded(String.valueOf(message));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    public EventException(int status, String message, Throwable cause) {
        this(status, null, message, cause);
    }

    /**
     * The event is to be sent again, but not at once.
     *
     * @param retryAfter when
     */
    public static EventException later(FailureKind kind, String message, Duration retryAfter) {
        return new EventException(statusOf(kind), retryAfter, message, null);
    }

    /** The event cannot be understood, now or later: 422. */
    public static EventException unusable(String message) {
        return new EventException(422, message, null);
    }

    /** Something under way stands against it; it may be sent again: 409. */
    public static EventException conflict(String message) {
        return new EventException(CONFLICT, message, null);
    }

    /**
     * The status a kind of failure is answered with.
     *
     * @param message one line, without a secret
     * @param cause null if there is none
     */
    public static EventException of(FailureKind kind, String message, @Nullable Throwable cause) {
        return new EventException(statusOf(kind), message, cause);
    }

    private static int statusOf(FailureKind kind) {
        return switch (kind) {
            case TRANSIENT -> 503;
            case THROTTLED -> 429;
            case PERMISSION, INVALID -> 422;
            case BUG -> 500;
        };
    }

    /** What an exception thrown inside a function is answered with; a function lets nothing else out. */
    public static EventException ofFunction(RuntimeException thrown) {
        if (thrown instanceof EventException known) {
            return known;
        }
        if (thrown instanceof ConfigException) {
            return unusable(thrown.getMessage());
        }
        return thrown instanceof TrawlException known
                ? of(known.kind(), known.getMessage(), known)
                : of(FailureKind.BUG, thrown.toString(), thrown);
    }

    /**
     * What any exception that left a function, or the code around it, is answered with. Functions let nothing but this
     * exception out; whatever else arrives was thrown while the event was being understood.
     */
    public static EventException from(Throwable thrown) {
        // Funqy wraps what a function throws.
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof EventException known) {
                return known;
            }
            if (at instanceof RejectedExecutionException) {
                return new EventException(503, "shutting down", thrown);
            }
            if (at instanceof JsonProcessingException json) {
                return unusable("the event is no JSON of the form expected: " + JsonFault.of(json));
            }
            if (at instanceof DateTimeException time) {
                return unusable("time: " + time.getMessage());
            }
        }
        return unusable(
                "the event cannot be understood: type, specversion, data or the body is missing, or data is no JSON");
    }

    /** The HTTP status to answer with. */
    public int status() {
        return status;
    }

    /** When the event is to be sent again; null if it is up to the broker. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
