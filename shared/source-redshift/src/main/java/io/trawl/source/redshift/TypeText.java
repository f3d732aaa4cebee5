package io.trawl.source.redshift;

import java.util.Locale;
import java.util.Set;

/** Writes types as format_type prints them, of which a view or the driver has the name and its arguments apart. */
final class TypeText {

    private static final Set<String> WITH_LENGTH = Set.of(
            "character varying",
            "character",
            "varchar",
            "char",
            "bpchar",
            "nvarchar",
            "nchar",
            "varbyte",
            "binary varying");
    private static final Set<String> WITH_PRECISION = Set.of("numeric", "decimal");

    private TypeText() {}

    /**
     * The text.
     *
     * @param name with its arguments or without; null is unknown
     * @param length null if there is none
     * @param precision null if there is none
     * @param scale null if there is none
     */
    static String of(String name, Integer length, Integer precision, Integer scale) {
        if (name == null || name.isBlank()) {
            return DataTypes.UNKNOWN.toLowerCase(Locale.ROOT);
        }
        String bare = name.strip().toLowerCase(Locale.ROOT);
        if (WITH_LENGTH.contains(bare) && length != null && length > 0) {
            return bare + "(" + length + ")";
        }
        if (WITH_PRECISION.contains(bare) && precision != null && precision > 0) {
            return bare + "(" + precision + "," + (scale == null ? 0 : scale) + ")";
        }
        return name.strip();
    }
}
