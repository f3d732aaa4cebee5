package io.trawl.sink.openmetadata;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import java.util.List;

/** Names the server cannot hold are not sent (type/basic.json, entityName and fullyQualifiedEntityName). */
final class NameRules {

    private static final int SHOWN = 60;

    private NameRules() {}

    static void check(String fqn) throws ApiException {
        if (fqn.length() > Fqn.MAX_LENGTH) {
            throw refused("fully qualified name", fqn, Fqn.MAX_LENGTH);
        }
        List<String> parts;
        try {
            parts = Fqn.split(fqn);
        } catch (IllegalArgumentException e) {
            throw ApiException.of(FailureKind.INVALID, e.getMessage(), e);
        }
        String name = parts.get(parts.size() - 1);
        if (name.length() > Fqn.MAX_NAME_LENGTH) {
            throw refused("name", name, Fqn.MAX_NAME_LENGTH);
        }
    }

    private static ApiException refused(String what, String value, int limit) {
        return ApiException.of(
                FailureKind.INVALID,
                what + " '" + value.substring(0, SHOWN) + "…' has " + value.length()
                        + " characters, OpenMetadata allows " + limit);
    }
}
