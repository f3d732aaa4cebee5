package io.trawl.source.kit;

import io.trawl.api.model.Fqn;
import io.trawl.api.util.Sha256;

/** What sources write into a descriptor beside the keys that all of Trawl knows. */
public final class Descriptors {

    /** Key of a descriptor's metadata: {@code Regular}, {@code View}, {@code Function} and so on. */
    public static final String KIND = "kind";

    private Descriptors() {}

    /**
     * The name of a procedure in the catalog. A signature for which there is no room is replaced by its hash, so that
     * overloads with many arguments can be distinguished as well.
     *
     * @param overload the types of its arguments if its schema holds several of this name, else null
     */
    public static String routineName(String name, String overload) {
        if (overload == null) {
            return name;
        }
        String full = name + "(" + overload + ")";
        return Fqn.encode(full).length() <= Fqn.MAX_NAME_LENGTH ? full : name + "(#" + Sha256.hex(overload, 8) + ")";
    }
}
