package io.trawl.core;

/** Text that others wrote, as messages, logs and reports show it: a line, in which nobody can feign another. */
public final class OneLine {

    /** No message repeats more than so many characters of what a user wrote. */
    private static final int LONGEST_QUOTE = 200;

    private OneLine() {}

    /**
     * What a user wrote, in single quotes, for a message: one line, at most 200 characters, and without the password of a
     * URL such as {@code postgresql://user:password@host}.
     */
    public static String quoted(Object text) {
        return "'" + shortened(of(String.valueOf(text)).replaceAll(":.*@", ":********@")) + "'";
    }

    /** The text if it has at most 200 characters, else its beginning with an ellipsis. */
    public static String shortened(String text) {
        return cut(text, LONGEST_QUOTE);
    }

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
