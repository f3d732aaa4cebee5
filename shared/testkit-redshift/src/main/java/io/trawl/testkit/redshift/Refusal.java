package io.trawl.testkit.redshift;

import io.trawl.testkit.wire.Message;

/**
 * Why Redshift does not do what it was asked to.
 *
 * @param sqlState five characters
 * @param message without severity
 */
record Refusal(String sqlState, String message) {

    /** As the end of a connection. */
    Message fatal() {
        return Message.error("FATAL", sqlState, message);
    }

    /** As the failure of a statement. */
    Message error() {
        return Message.error("ERROR", sqlState, message);
    }
}
