package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;

/**
 * A schema with its database.
 *
 * @param database raw name
 * @param schema raw name
 */
record SchemaName(String database, String schema) {

    /** As SHOW takes it behind IN. */
    String scope() {
        return "SCHEMA " + Identifiers.schema(database, schema);
    }

    /** The one that an entity is in. */
    static SchemaName of(EntityDescriptor descriptor) {
        return new SchemaName(descriptor.database(), descriptor.schema());
    }
}
