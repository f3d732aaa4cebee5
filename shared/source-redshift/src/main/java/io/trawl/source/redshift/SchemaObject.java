package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;

/** Raw names of a table or view and of its schema, where there is no oid to go by. */
record SchemaObject(String schema, String name) {

    static SchemaObject of(EntityDescriptor descriptor) {
        return new SchemaObject(descriptor.schema(), descriptor.name());
    }
}
