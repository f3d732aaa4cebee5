package io.trawl.source.jdbc;

import static io.trawl.api.util.OneLine.quotedAddress;

/**
 * Where a server listens.
 *
 * @param host a name or address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    /**
     * Reads {@code host}, {@code host:port}, {@code [IPv6]} or {@code [IPv6]:port}.
     *
     * @param defaultPort where there is none
     * @throws IllegalArgumentException if it is none of these; the message starts with {@code hostPort} and holds no
     *     password
     */
    public static HostPort parse(String text, int defaultPort) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("hostPort: is missing");
        }
        String rest = text.strip();
        refuseMore(rest);
        String host;
        if (rest.startsWith("[")) {
            int close = rest.indexOf(']');
            if (close < 0) {
                throw wrong(text, "a bracket is not closed");
            }
            host = rest.substring(1, close);
            rest = rest.substring(close + 1);
        } else {
            int colon = rest.indexOf(':');
            host = colon < 0 ? rest : rest.substring(0, colon);
            rest = colon < 0 ? "" : rest.substring(colon);
        }
        if (host.isEmpty() || host.chars().anyMatch(c -> c <= ' ' || "?#[]".indexOf(c) >= 0)) {
            throw wrong(text, "is not host:port; an IPv6 address stands in brackets");
        }
        if (rest.isEmpty()) {
            return new HostPort(host, defaultPort);
        }
        String digits = rest.startsWith(":") ? rest.substring(1) : "";
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65_535) {
            throw wrong(text, "the port is not a number from 1 to 65535; an IPv6 address stands in brackets");
        }
        return new HostPort(host, Integer.parseInt(digits));
    }

    /** What holds more than a host and a port: a login, which is not quoted, a URL, several hosts, a database. */
    private static void refuseMore(String text) {
        if (text.contains("@")) {
            throw new IllegalArgumentException(
                    "hostPort: must not hold a user or a password: use username and authType.password");
        }
        if (text.contains("://")) {
            throw wrong(text, "is a URL; host:port is needed");
        }
        if (text.contains(",")) {
            throw wrong(text, "names several hosts; one is needed");
        }
        if (text.contains("/")) {
            throw wrong(text, "holds a path; the database has a key of its own");
        }
    }

    private static IllegalArgumentException wrong(String text, String rule) {
        return new IllegalArgumentException("hostPort: " + quotedAddress(text) + ": " + rule);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
