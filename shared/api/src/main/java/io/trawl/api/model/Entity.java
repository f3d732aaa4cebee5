package io.trawl.api.model;

/**
 * What a source has read of one entity. The records' components are exactly the fields of OpenMetadata's create
 * requests, so an entity is written as it stands; absent fields are null.
 */
public sealed interface Entity permits Table, StoredProcedure {

    /** The name in the catalog, encoded as {@link Fqn} does. */
    String name();

    /** Fully qualified name of the schema that holds it. */
    String databaseSchema();
}
