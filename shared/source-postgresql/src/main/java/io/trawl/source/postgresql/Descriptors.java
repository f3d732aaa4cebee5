package io.trawl.source.postgresql;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Fqn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
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
     * The name of a procedure in the catalog. A signature for which there is no room is replaced by its hash, so that
     * overloads with many arguments can be told apart as well.
     *
     * @param overload the types of its arguments if its schema holds several of this name, else null
     */
    static String routineName(String name, String overload) {
        if (overload == null) {
            return name;
        }
        String full = name + "(" + overload + ")";
        return Fqn.encode(full).length() <= Fqn.MAX_NAME_LENGTH ? full : name + "(#" + hash(overload) + ")";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
