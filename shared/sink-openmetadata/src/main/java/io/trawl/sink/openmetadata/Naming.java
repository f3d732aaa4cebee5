package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.Fqn;

/** Whether an answer is about the entity that it ought to be about. */
final class Naming {

    private Naming() {}

    /** Whether the answer to a write or a deletion names the entity; quotes that are not needed make no difference. */
    static boolean names(JsonNode answer, String fqn) {
        String named = answer.path("fullyQualifiedName").asText("");
        return named.equals(fqn) || (!named.isEmpty() && haveSameParts(named, fqn));
    }

    private static boolean haveSameParts(String one, String other) {
        try {
            return Fqn.split(one).equals(Fqn.split(other));
        } catch (IllegalArgumentException e) {
            return false; // the server's is no fully qualified name
        }
    }
}
