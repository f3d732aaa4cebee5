package io.trawl.source.postgresql;

import io.trawl.core.model.EntityDescriptor;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What this source writes into a descriptor, and how it finds the entity again. */
final class Descriptors {

    /** Key of a descriptor's metadata: the oid in pg_class or pg_proc. */
    static final String OID = "oid";
    /** Key of a descriptor's metadata: {@code Regular}, {@code View}, {@code Function} and so on. */
    static final String KIND = "kind";

    private Descriptors() {}

    static long oid(EntityDescriptor descriptor) {
        return Long.parseLong(descriptor.metadata().get(OID));
    }

    static Array oids(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        return connection.createArrayOf(
                "oid", batch.stream().map(Descriptors::oid).toArray());
    }

    /**
     * The name of a procedure in the catalog.
     *
     * @param overload the types of its arguments if its schema holds several of this name, else null
     */
    static String routineName(String name, String overload) {
        return overload == null ? name : name + "(" + overload + ")";
    }
}
