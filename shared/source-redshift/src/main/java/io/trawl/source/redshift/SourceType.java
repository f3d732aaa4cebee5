package io.trawl.source.redshift;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type as the source writes it.
 *
 * @param text as it stands there
 * @param name lower case, without arguments; {@code array}, {@code map} and {@code struct} for nested types; the whole text
 *     if it could not be understood
 * @param arguments length, or precision and scale; empty if none are given
 * @param element the type of an array's elements, else null
 * @param fields of a struct, else empty
 */
public record SourceType(String text, String name, List<Integer> arguments, SourceType element, List<Field> fields) {

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

    /**
     * A field of a struct.
     *
     * @param name raw
     */
    record Field(String name, SourceType type) {}

    /** A type of whose structure nothing is known. */
    static SourceType opaque(String text) {
        return new SourceType(text, text.strip(), List.of(), null, List.of());
    }

    /**
     * The text that format_type prints of a type, of which a view or the driver has the name and its arguments apart.
     *
     * @param name with its arguments or without; null is unknown
     * @param length null if there is none
     * @param precision null if there is none
     * @param scale null if there is none
     */
    static String text(
            @Nullable String name, @Nullable Integer length, @Nullable Integer precision, @Nullable Integer scale) {
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
