package io.trawl.source.jdbc;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Fqn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What sources with oids write into a descriptor, and how they find the entity again. */
public final class Descriptors {

    /** Key of a descriptor's metadata: the oid in pg_class or pg_proc. */
    public static final String OID = "oid";
    /** Key of a descriptor's metadata: {@code Regular}, {@code View}, {@code Function} and so on. */
    public static final String KIND = "kind";

    private Descriptors() {}

    /** The oid that the listing wrote down. */
    public static long oid(EntityDescriptor descriptor) {
        return Long.parseLong(descriptor.metadata().get(OID));
    }

    /**
     * The name of a procedure in the catalog. A signature for which there is no room is replaced by its hash, so that
     * overloads with many arguments can be told apart as well.
     *
     * @param overload the types of its arguments if its schema holds several of this name, else null
     */
    public static String routineName(String name, String overload) {
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
