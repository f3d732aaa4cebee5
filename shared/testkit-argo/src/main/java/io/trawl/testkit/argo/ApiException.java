package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that the API refuses, with what its answer says: the reasons of k8s.io/apimachinery's api/errors. */
final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int code;
    private final String reason;

    private ApiException(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message);
    }

    static ApiException unauthorized() {
        return new ApiException(401, "Unauthorized", "Unauthorized");
    }

    static ApiException forbidden(String message) {
        return new ApiException(403, "Forbidden", message);
    }

    static ApiException notFound(String resource, String name) {
        return new ApiException(404, "NotFound", resource + " \"" + name + "\" not found");
    }

    static ApiException noSuchPath() {
        return new ApiException(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiException notAllowed() {
        return new ApiException(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    static ApiException exists(Resource resource, String name) {
        return new ApiException(409, "AlreadyExists", resource.qualified() + " \"" + name + "\" already exists");
    }

    static ApiException expired(long wanted, long oldest) {
        return new ApiException(410, "Expired", "too old resource version: " + wanted + " (" + oldest + ")");
    }

    static ApiException mediaType(String contentType) {
        return new ApiException(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/merge-patch+json; it was: " + contentType);
    }

    static ApiException invalid(Resource resource, String name, String problems) {
        return new ApiException(
                422, "Invalid", resource.kind() + "." + Resource.GROUP + " \"" + name + "\" is invalid: " + problems);
    }

    static ApiException internal(String message) {
        return new ApiException(500, "InternalError", message);
    }

    static ApiException unavailable() {
        return new ApiException(503, "ServiceUnavailable", "the server is currently unable to handle the request");
    }

    int code() {
        return code;
    }

    /** The Kubernetes Status object that says it. */
    ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
        status.putObject("metadata");
        return status.put("message", getMessage()).put("reason", reason).put("code", code);
    }
}
