package io.trawl.testkit.snowflake;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An answer over HTTP.
 *
 * @param status of HTTP; 0 cuts the connection
 * @param body JSON, or null
 * @param gzip a compressed file in place of the body, or null
 */
record Reply(int status, ObjectNode body, byte[] gzip) {

    /** Whether it says that the session or its token is no longer good: the driver may ask again with another token. */
    boolean ofSession() {
        return body != null
                && !body.path("success").asBoolean()
                && body.path("data").isNull();
    }

    static Reply json(ObjectNode body) {
        return new Reply(200, body, null);
    }

    static Reply status(int status) {
        return new Reply(status, null, null);
    }

    static Reply cut() {
        return new Reply(0, null, null);
    }

    static Reply gzip(byte[] file) {
        return file == null ? status(403) : new Reply(200, null, file);
    }
}
