package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;

/**
 * An object of a schema.
 *
 * @param name raw
 */
record ObjectName(ObjectGroup group, String name) {

    static ObjectName of(EntityDescriptor descriptor) {
        return new ObjectName(ObjectGroup.of(descriptor), descriptor.name());
    }

    static ObjectName relation(String name) {
        return new ObjectName(ObjectGroup.RELATION, name);
    }
}
