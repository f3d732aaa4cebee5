package io.trawl.api.util;

import org.jspecify.annotations.Nullable;

/** Blank text, which counts as none. */
public final class Blank {

    private Blank() {}

    /** The text; null if it is null or holds only white space. */
    public static @Nullable String toNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
