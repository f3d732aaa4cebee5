package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the contract server does with a request in place of answering it properly.
 *
 * @param status the status sent; 0 to cut the connection, -1 to answer as if there were no fault
 * @param applied whether the request takes effect
 * @param headers sent with the answer
 * @param body sent as it is, or null
 * @param rewrite changes the proper answer before it is sent, or null
 * @param padding so many blanks follow the body, which is no less JSON for them
 * @param pause before each byte of the body; zero for none
 */
public record Answer(
        int status,
        boolean applied,
        Map<String, String> headers,
        String body,
        Consumer<ObjectNode> rewrite,
        long padding,
        Duration pause) {

    private static Answer of(int status, boolean applied, String body, Consumer<ObjectNode> rewrite) {
        return new Answer(status, applied, Map.of(), body, rewrite, 0, Duration.ZERO);
    }

    /** A status with OpenMetadata's own kind of error body; the request has no effect. */
    public static Answer status(int status) {
        return of(status, false, "{\"code\":" + status + ",\"message\":\"fault on demand\"}", null);
    }

    /** The connection is cut and the request has no effect. */
    public static Answer cut() {
        return of(0, false, null, null);
    }

    /** The request takes effect, but the connection is cut before the answer. */
    public static Answer cutAfterApplying() {
        return of(0, true, null, null);
    }

    /** The request takes effect, and its answer is changed. */
    public static Answer rewritten(Consumer<ObjectNode> rewrite) {
        return of(-1, true, null, rewrite);
    }

    /** The request takes effect, and its answer is right but very long: after it come blanks. */
    public static Answer flooded(long blanks) {
        return new Answer(-1, true, Map.of(), null, null, blanks, Duration.ZERO);
    }

    /** The request takes effect, and its answer's body is right but comes a byte at a time. */
    public static Answer dripping(Duration pauseBeforeEachByte) {
        return new Answer(-1, true, Map.of(), null, null, 0, pauseBeforeEachByte);
    }

    /** The same with another header. */
    public Answer header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, applied, Map.copyOf(more), body, rewrite, padding, pause);
    }

    /** The same with another body, for example a proxy's HTML page. */
    public Answer body(String contentType, String text) {
        return new Answer(status, applied, headers, text, rewrite, padding, pause).header("Content-Type", contentType);
    }
}
