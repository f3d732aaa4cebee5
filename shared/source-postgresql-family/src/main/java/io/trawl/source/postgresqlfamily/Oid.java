package io.trawl.source.postgresqlfamily;

import io.trawl.api.model.EntityDescriptor;

/** The number that the catalog gives a table or routine, by which it is found again. */
public final class Oid {

    /** Key of a descriptor's metadata: the oid in pg_class or pg_proc. */
    public static final String KEY = "oid";

    private Oid() {}

    /** The oid that the listing wrote down. */
    public static long of(EntityDescriptor descriptor) {
        return Long.parseLong(descriptor.metadata().get(KEY));
    }
}
