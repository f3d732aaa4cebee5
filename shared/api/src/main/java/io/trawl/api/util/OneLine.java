package io.trawl.api.util;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes text from outside (names in a database, messages of servers) safe to print. Apply it exactly once, where a
 * message, log or report is printed. JSON, events and what is written to the catalog hold the text unchanged.
 */
public final class OneLine {

    /** No message repeats more than so many characters of what a user wrote. */
    private static final int LONGEST_QUOTE = 200;

    /** Marks, embeddings, overrides and isolates of bidirectional text. */
    private static final String BIDIRECTIONAL =
            "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    /** One or several hosts with or without a port, a scheme before and a path behind them: nothing of that is a password. */
    private static final Pattern ADDRESS =
            Pattern.compile("((jdbc:)?[a-zA-Z][a-zA-Z0-9+.-]*://)?(HOST(,HOST)*)?(/[^?#:@;=&]*)?"
                    .replace("HOST", "([^:/?#@,;=&]*|\\[[0-9a-fA-F:.%]*\\]?)(:\\d*)?"));

    private static final Pattern SPACE = Pattern.compile("[\\s\\x{85}\\x{2028}\\x{2029}]+");

    private OneLine() {}

    /**
     * What a user wrote, in single quotes, for a message: one line, at most 200 characters, and without the password of a
     * URL such as {@code postgresql://user:password@host}.
     */
    public static String quoted(Object text) {
        return "'" + shortened(of(String.valueOf(text)).replaceAll(":.*@", ":********@")) + "'";
    }

    /**
     * The same for a host, a URL or part of one; {@code the value}, unquoted, if a password may be in it: before an @, behind a
     * colon, in a query.
     */
    public static String quotedAddress(String text) {
        return ADDRESS.matcher(text).matches() ? quoted(text) : "the value";
    }

    /** The text if it has at most 200 characters, else its beginning with an ellipsis. */
    public static String shortened(String text) {
        return cut(text, LONGEST_QUOTE);
    }

    /** The text, each unsafe character in it replaced by its {@link #code}; null is shown as null. */
    public static String of(@Nullable String text) {
        String given = String.valueOf(text);
        if (given.chars().noneMatch(character -> isUnsafe((char) character))) {
            return given;
        }
        StringBuilder safe = new StringBuilder(given.length() + 16);
        for (int i = 0; i < given.length(); i++) {
            char character = given.charAt(i);
            safe.append(isUnsafe(character) ? code(character) : character);
        }
        return safe.toString();
    }

    /**
     * Whether a character would begin a new line, command a terminal, or show others in an order that they do not have: control
     * characters (C0 and C1), separators of lines and paragraphs, and what steers bidirectional text.
     */
    public static boolean isUnsafe(char character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> BIDIRECTIONAL.indexOf(character) >= 0;
            default -> false;
        };
    }

    /** A backslash, u and four digits, as Java and JSON write a character. */
    public static String code(char character) {
        return String.format("\\u%04x", (int) character);
    }

    /** The same for text that has more than one line: white space of any kind and length becomes a space, none at the ends. */
    public static String folded(String text) {
        return of(SPACE.matcher(text).replaceAll(" ").strip());
    }

    /**
     * Names as {@code "a, b and 3 more"}.
     *
     * @param most how many are named
     * @param total how many there are, those included that are not among {@code names}
     */
    public static String listed(Collection<String> names, int most, long total) {
        String named = names.stream().limit(most).collect(Collectors.joining(", "));
        long more = total - Math.min(most, names.size());
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /** A stack trace; of its lines each is safe. */
    public static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        StringBuilder safe = new StringBuilder(trace.getBuffer().length());
        trace.toString().replace("\t", "    ").lines().forEach(line -> safe.append(of(line))
                .append(System.lineSeparator()));
        return safe.toString();
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
