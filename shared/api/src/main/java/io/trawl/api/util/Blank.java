package io.trawl.api.util;

import org.jspecify.annotations.Nullable;

/** Blank text, which counts as none. */
public final class Blank {

    private Blank() {}

    /** The text; null if it is null or holds only white space. */
    public static @Nullable String toNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /**
     * A value that must be there.
     *
     * @throws IllegalArgumentException if it is null or blank; the message starts with the key
     */
    public static String required(String key, @Nullable String value) {
        if (toNull(value) == null) {
            throw new IllegalArgumentException(key + ": is missing");
        }
        return value;
    }
}
