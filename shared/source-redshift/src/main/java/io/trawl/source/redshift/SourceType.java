package io.trawl.source.redshift;

import java.util.List;

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
}
