package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import java.util.List;

/** Names that the server can hold, and names in its answers. */
final class Names {

    private static final int SHOWN = 60;

    private Names() {}

    /** Names the server cannot hold are not sent (type/basic.json, entityName and fullyQualifiedEntityName). */
    static void check(String fqn) throws ApiException {
        if (fqn.length() > Fqn.MAX_LENGTH) {
            throw tooLong("fully qualified name", fqn, Fqn.MAX_LENGTH);
        }
        List<String> parts;
        try {
            parts = Fqn.split(fqn);
        } catch (IllegalArgumentException e) {
            throw ApiException.of(FailureKind.INVALID, e.getMessage(), e);
        }
        String name = parts.get(parts.size() - 1);
        if (name.length() > Fqn.MAX_NAME_LENGTH) {
            throw tooLong("name", name, Fqn.MAX_NAME_LENGTH);
        }
    }

    private static ApiException tooLong(String what, String value, int limit) {
        return ApiException.of(
                FailureKind.INVALID,
                what + " '" + value.substring(0, SHOWN) + "…' has " + value.length()
                        + " characters, OpenMetadata allows " + limit);
    }

    /** Whether the answer to a write or a deletion names the entity; quotes that are not needed make no difference. */
    static boolean isNamedIn(JsonNode answer, String fqn) {
        String named = answer.path("fullyQualifiedName").asText("");
        try {
            return named.equals(fqn) || (!named.isEmpty() && Fqn.split(named).equals(Fqn.split(fqn)));
        } catch (IllegalArgumentException e) {
            return false; // the server's is no fully qualified name
        }
    }
}
