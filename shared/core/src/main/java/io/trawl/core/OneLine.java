package io.trawl.core;

/** Text that others wrote, as messages, logs and reports show it: a line, in which nobody can feign another. */
public final class OneLine {

    private OneLine() {}

    /** Control characters, line breaks among them, become a space; other spaces stay. Null is shown as {@code null}. */
    public static String of(String text) {
        return String.valueOf(text).replaceAll("\\p{Cntrl}+", " ");
    }

    /** White space of any kind and length, and control characters, become one space; none is at either end. */
    public static String folded(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    /**
     * The text if it is no longer than that, else its beginning with an ellipsis.
     *
     * @param max in characters, the ellipsis included
     */
    public static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }
}
