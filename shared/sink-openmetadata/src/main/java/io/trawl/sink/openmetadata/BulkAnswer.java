package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a bulk write says of its items (type/bulkOperationResult.json). It is 200 even when every item failed. The server
 * names an item by its fully qualified name; one that it refused before it had a name, by the create request itself.
 *
 * @param written fully qualified names
 * @param refused fully qualified name and why
 */
record BulkAnswer(Set<String> written, Map<String, ApiException> refused) {

    /** Reads an answer; an item it says nothing of is in neither. */
    static BulkAnswer of(Endpoint endpoint, JsonNode answer, ErrorText errors) {
        Set<String> written = new HashSet<>();
        for (JsonNode item : answer.path("successRequest")) {
            written.add(fqn(endpoint, item.path("request")));
        }
        Map<String, ApiException> refused = new HashMap<>();
        for (JsonNode item : answer.path("failedRequest")) {
            String fqn = fqn(endpoint, item.path("request"));
            int status = item.path("status").asInt();
            FailureKind kind = status == 401 || status == 403 ? FailureKind.PERMISSION : FailureKind.INVALID;
            String message = "PUT " + endpoint.path + "/bulk: " + status + " "
                    + errors.line(item.path("message").asText());
            refused.put(fqn, ApiException.answered(kind, status, message, null));
            written.remove(fqn);
        }
        return new BulkAnswer(written, refused);
    }

    private static String fqn(Endpoint endpoint, JsonNode request) {
        if (request.isTextual()) {
            return request.asText();
        }
        if (request.hasNonNull("fullyQualifiedName")) {
            return request.path("fullyQualifiedName").asText();
        }
        String parent =
                endpoint.parent == null ? "" : request.path(endpoint.parent).asText();
        String name = request.path("name").asText();
        return parent.isEmpty() ? Fqn.of(name) : Fqn.child(parent, name);
    }
}
