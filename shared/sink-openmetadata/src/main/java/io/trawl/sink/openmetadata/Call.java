package io.trawl.sink.openmetadata;

/**
 * A request to be sent.
 *
 * @param method for example {@code PUT}
 * @param path below {@code /v1}, query included, encoded
 * @param body null if none
 * @param contentType of the body
 * @param divisible whether it can be split into smaller ones: then it is not worth trying again what a smaller one may
 *     do
 */
record Call(String method, String path, byte[] body, String contentType, boolean divisible) {

    static Call get(String path) {
        return new Call("GET", path, null, null, false);
    }

    static Call put(String path, byte[] body) {
        return new Call("PUT", path, body, "application/json", false);
    }

    static Call bulk(String path, byte[] body) {
        return new Call("PUT", path, body, "application/json", true);
    }

    static Call patch(String path, byte[] body) {
        return new Call("PATCH", path, body, "application/json-patch+json", false);
    }

    static Call delete(String path) {
        return new Call("DELETE", path, null, null, false);
    }

    /** Whether it asks for something and changes nothing. */
    boolean isRead() {
        return method.equals("GET");
    }

    /** For messages: method and path without the query. */
    String shown() {
        int query = path.indexOf('?');
        return method + " " + (query < 0 ? path : path.substring(0, query));
    }
}
