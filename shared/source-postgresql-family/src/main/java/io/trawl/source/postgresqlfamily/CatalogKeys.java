package io.trawl.source.postgresqlfamily;

import io.trawl.source.kit.TableKey;
import java.util.List;
import java.util.Map;

/** Translates what pg_constraint says of a key, which knows columns by their numbers. */
public final class CatalogKeys {

    private CatalogKeys() {}

    /**
     * The type of a key.
     *
     * @param contype p, u or f
     */
    public static TableKey.Type type(String contype) {
        return switch (contype) {
            case "p" -> TableKey.Type.PRIMARY_KEY;
            case "u" -> TableKey.Type.UNIQUE;
            case "f" -> TableKey.Type.FOREIGN_KEY;
            default -> throw new IllegalArgumentException("contype: '" + contype + "' is not one of p, u, f");
        };
    }

    /**
     * Names of a key's columns, in its order.
     *
     * @param numbers attnum of each
     * @param names of the table's columns by attnum
     */
    public static List<String> names(List<Integer> numbers, Map<Integer, String> names) {
        return numbers.stream().map(names::get).toList();
    }
}
