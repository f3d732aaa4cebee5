package io.trawl.testkit.knative;

/** A message that should be a CloudEvent and is none. */
final class InvalidEventException extends Exception {

    InvalidEventException(String message) {
        super(message);
    }

    InvalidEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
