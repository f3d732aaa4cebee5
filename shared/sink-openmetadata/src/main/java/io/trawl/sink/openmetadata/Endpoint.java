package io.trawl.sink.openmetadata;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.http.Http;
import java.util.List;

/** Where the REST API keeps a type of entity (facts/openmetadata.md, REST). */
enum Endpoint {
    DATABASE_SERVICE("/services/databaseServices", null, ""),
    CLASSIFICATION("/classifications", null, ""),
    TAG("/tags", "classification", ""),
    DATABASE("/databases", "service", "tags"),
    DATABASE_SCHEMA("/databaseSchemas", "database", "tags"),
    TABLE("/tables", "databaseSchema", "columns,tags"),
    STORED_PROCEDURE("/storedProcedures", "databaseSchema", "tags");

    /** Path below {@code /v1}. */
    final String path;
    /** The create request's field that names the parent, and the parameter that filters a list; or null. */
    final String parent;
    /** The fields, to be asked for, where people write. */
    final String textFields;

    Endpoint(String path, String parent, String textFields) {
        this.path = path;
        this.parent = parent;
        this.textFields = textFields;
    }

    static Endpoint of(EntityType type) {
        return valueOf(type.name());
    }

    String bulk() {
        return path + "/bulk?async=false";
    }

    String byName(String fqn) {
        return path + "/name/" + Http.encode(fqn);
    }

    /** Whether what lies below must be deleted with it. */
    boolean isContainer() {
        return this != TABLE && this != STORED_PROCEDURE;
    }

    /** The qualified name of what holds this; the name must have at least two parts. */
    static String parentOf(String fqn) {
        List<String> parts = Fqn.split(fqn);
        return Fqn.of(parts.subList(0, parts.size() - 1).toArray(String[]::new));
    }
}
