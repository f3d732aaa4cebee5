package io.trawl.testkit.openmetadata;

import java.util.Arrays;
import java.util.Optional;

/** The entity types the contract server knows, as the REST API names them (facts/openmetadata.md, REST). */
enum Kind {
    DATABASE_SERVICE("databaseService", "services/databaseServices", null, "owners,tags"),
    CLASSIFICATION("classification", "classifications", null, "owners"),
    TAG("tag", "tags", "classification", "owners"),
    DATABASE("database", "databases", "service", "owners,tags,sourceHash"),
    DATABASE_SCHEMA("databaseSchema", "databaseSchemas", "database", "owners,tags,sourceHash"),
    TABLE(
            "table",
            "tables",
            "databaseSchema",
            "owners,tags,columns,tableConstraints,tablePartition,schemaDefinition,sourceHash"),
    STORED_PROCEDURE("storedProcedure", "storedProcedures", "databaseSchema", "owners,tags,sourceHash");

    final String type;
    final String collection;
    /** The create request's field that names the parent, and the parameter that filters a listing; or null. */
    final String parentField;
    /** What an answer holds only if {@code fields} asks for it. */
    private final String optional;

    Kind(String type, String collection, String parentField, String optional) {
        this.type = type;
        this.collection = collection;
        this.parentField = parentField;
        this.optional = optional;
    }

    boolean isOptional(String field) {
        return Arrays.asList(optional.split(",")).contains(field);
    }

    Kind parent() {
        return switch (this) {
            case TAG -> CLASSIFICATION;
            case DATABASE -> DATABASE_SERVICE;
            case DATABASE_SCHEMA -> DATABASE;
            case TABLE, STORED_PROCEDURE -> DATABASE_SCHEMA;
            case DATABASE_SERVICE, CLASSIFICATION -> null;
        };
    }

    static Kind of(String type) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("type: '" + type + "' is unknown"));
    }

    /** The kind whose collection a path (without a slash before it) starts with. */
    static Optional<Kind> ofPath(String path) {
        return Arrays.stream(values())
                .filter(kind -> path.equals(kind.collection) || path.startsWith(kind.collection + "/"))
                .findFirst();
    }
}
