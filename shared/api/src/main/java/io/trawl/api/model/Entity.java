package io.trawl.api.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a source has read of one entity. The records' components are exactly the fields of OpenMetadata's create
 * requests, so an entity is written as it stands; absent fields are null.
 */
public sealed interface Entity permits Table, StoredProcedure {

    /** The name in the catalog, encoded as {@link Fqn} does. */
    String name();

    /** Fully qualified name of the schema that holds it. */
    String databaseSchema();

    /** References to users or teams, resolved by the sink; null if there are none. */
    @Nullable
    List<Owner> owners();

    /** The same with other owners; null for none. */
    Entity withOwners(@Nullable List<Owner> newOwners);
}
