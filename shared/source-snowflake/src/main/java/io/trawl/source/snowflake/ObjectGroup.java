package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.source.kit.Kind;

/** Objects of a schema among which a name stands for one only: a stage may have the name of a table. */
enum ObjectGroup {
    /** Tables and views of every kind. */
    RELATION,
    STREAM,
    STAGE,
    SEMANTIC_VIEW;

    static ObjectGroup of(EntityDescriptor descriptor) {
        if (Kind.STREAM.isOf(descriptor)) {
            return STREAM;
        }
        if (Kind.STAGE.isOf(descriptor)) {
            return STAGE;
        }
        return Kind.SEMANTIC_VIEW.isOf(descriptor) ? SEMANTIC_VIEW : RELATION;
    }
}
