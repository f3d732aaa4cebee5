package io.trawl.source.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names a procedure or function among others of its name.
 *
 * @param name raw
 * @param types of its arguments, as SHOW says them: {@code VARCHAR}, {@code NUMBER}
 */
record Signature(String name, List<String> types) {

    /** Key of a descriptor's metadata: the types between the parentheses, as SHOW says them. */
    static final String ARGUMENTS = "arguments";

    Signature {
        types = types.stream().map(Signature::bare).toList();
    }

    /**
     * Of a row of INFORMATION_SCHEMA.
     *
     * @param arguments names and types: {@code (ID NUMBER, "the name" VARCHAR DEFAULT 'x')}
     */
    static Signature named(String name, String arguments) {
        return new Signature(
                name,
                split(inside(arguments)).stream().map(Signature::withoutName).toList());
    }

    /**
     * Of a row of SHOW.
     *
     * @param arguments types and more: {@code NAME(VARCHAR [, NUMBER]) RETURN VARCHAR}; what has a default stands in brackets
     */
    static Signature ofShow(String name, String arguments) {
        int end = Math.max(arguments.lastIndexOf(") RETURN "), name.length());
        String types = arguments.substring(Math.min(name.length() + 1, end), end);
        return shown(name, types.replace("[", "").replace("]", ""));
    }

    /** Of arguments without names, between the parentheses: {@code VARCHAR, NUMBER}. */
    static Signature shown(String name, String arguments) {
        return new Signature(name, split(arguments));
    }

    /** A type without a length or precision that it has by itself: SHOW leaves them out. */
    private static String bare(String type) {
        String upper = type.strip().toUpperCase(Locale.ROOT);
        return upper.replaceFirst("^(NUMBER|VARCHAR|CHAR|BINARY|TIME|TIMESTAMP_\\w+)\\s*\\([\\d, ]+\\)$", "$1");
    }

    private static String inside(String arguments) {
        String text = arguments.strip();
        return text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
    }

    /** The parts between commas that stand in no parentheses or quotes. */
    private static List<String> split(String arguments) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int start = 0;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(arguments.substring(start, i).strip());
                start = i + 1;
            }
        }
        String last = arguments.substring(start).strip();
        if (!last.isEmpty()) {
            parts.add(last);
        }
        return parts;
    }

    /** The type behind the name of an argument, which may hold spaces, without its default. */
    private static String withoutName(String argument) {
        int value = argument.toUpperCase(Locale.ROOT).indexOf(" DEFAULT ");
        String text = value < 0 ? argument : argument.substring(0, value).strip();
        int start = lastSpace(text, text.length());
        if (start > 0 && text.charAt(start + 1) == '(') { // TABLE (A NUMBER)
            start = lastSpace(text, start);
        }
        return text.substring(start + 1);
    }

    /** The last space before an end that stands in no parentheses; -1 if there is none. */
    private static int lastSpace(String text, int end) {
        int depth = 0;
        for (int i = end - 1; i >= 0; i--) {
            char c = text.charAt(i);
            depth += c == ')' ? 1 : c == '(' ? -1 : 0;
            if (c == ' ' && depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
