package io.trawl.api.model;

import java.util.Set;

/**
 * What the catalog can hold of a database. The values and their wire names are OpenMetadata's.
 */
public enum EntityType {
    DATABASE_SERVICE("databaseService"),
    CLASSIFICATION("classification"),
    TAG("tag"),
    DATABASE("database"),
    DATABASE_SCHEMA("databaseSchema"),
    TABLE("table"),
    STORED_PROCEDURE("storedProcedure");

    /** The types that are ingested in parallel; the others make up the hierarchy. */
    public static final Set<EntityType> PARALLELIZABLE = Set.of(TABLE, STORED_PROCEDURE);

    private final String wireName;

    EntityType(String wireName) {
        this.wireName = wireName;
    }

    /** The name OpenMetadata uses for this type, for example {@code databaseSchema}. */
    public String wireName() {
        return wireName;
    }
}
