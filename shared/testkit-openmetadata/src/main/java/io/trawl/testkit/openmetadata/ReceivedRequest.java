package io.trawl.testkit.openmetadata;

import java.util.Map;

/**
 * A request as it reached the contract server.
 *
 * @param method for example {@code PUT}
 * @param path below {@code /api/v1}, as it was sent: percent-encoded
 * @param query decoded parameters
 * @param headers the first value of each, names in lower case
 * @param bodyBytes the body's length
 */
public record ReceivedRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, long bodyBytes) {

    /** Whether it is a bulk write. */
    public boolean isBulk() {
        return method.equals("PUT") && path.endsWith("/bulk");
    }
}
