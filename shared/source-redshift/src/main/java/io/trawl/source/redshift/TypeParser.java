package io.trawl.source.redshift;

import io.trawl.source.redshift.SourceType.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads types as Redshift's format_type prints them, {@code character varying(20)} for example, and as the Hive metastore
 * and the Glue data catalog write those of external tables: {@code array<struct<id:int,tags:map<string,string>>>}.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html">CREATE EXTERNAL TABLE</a>
 */
final class TypeParser {

    /** Deeper nesting is not looked into; Redshift reads far less of it. */
    private static final int DEEPEST = 32;

    /** A name of one or several words, with arguments that may stand before its last words. */
    private static final Pattern PLAIN = Pattern.compile(
            "([a-z_\"][a-z0-9_\" ]*?)\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?((?: [a-z ]+)?)");

    private final String text;
    private int at;

    private TypeParser(String text) {
        this.text = text;
    }

    /** The type understood strictly; an opaque one if any part of it is not. */
    static SourceType parse(String text) {
        TypeParser parser = new TypeParser(text);
        try {
            SourceType type = parser.type(0);
            return parser.at == text.length() ? type : SourceType.opaque(text);
        } catch (IllegalArgumentException e) {
            return SourceType.opaque(text);
        }
    }

    private SourceType type(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(text);
        }
        int start = at;
        int end = endOfPlain();
        String head = text.substring(start, end).strip().toLowerCase(Locale.ROOT);
        at = end;
        if (at == text.length() || text.charAt(at) != '<') {
            return plain(text.substring(start, end).strip(), head, depth);
        }
        at++;
        SourceType element = null;
        List<Field> fields = new ArrayList<>();
        switch (head) {
            case "array" -> element = type(depth + 1);
            case "map" -> {
                type(depth + 1);
                expect(',');
                type(depth + 1);
            }
            case "struct" -> {
                do {
                    fields.add(field(depth + 1));
                } while (accept(','));
            }
            default -> throw new IllegalArgumentException(text);
        }
        expect('>');
        String whole = text.substring(start, at).strip();
        skipBlanks();
        return new SourceType(whole, head, List.of(), element, List.copyOf(fields));
    }

    private Field field(int depth) {
        int colon = text.indexOf(':', at);
        String name = colon < 0 ? "" : text.substring(at, colon).strip();
        if (name.isEmpty() || name.chars().anyMatch(c -> "<>,()".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(text);
        }
        at = colon + 1;
        return new Field(name, type(depth));
    }

    /** Where a type without angle brackets ends; a comma between its arguments does not end it. */
    private int endOfPlain() {
        int end = at;
        boolean inArguments = false;
        while (end < text.length()) {
            char c = text.charAt(end);
            inArguments = c == '(' || inArguments && c != ')';
            if (c == '<' || c == '>' || c == ',' && !inArguments) {
                break;
            }
            end++;
        }
        return end;
    }

    private static SourceType plain(String text, String lower, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(text);
        }
        if (lower.endsWith("[]")) {
            String element = text.substring(0, text.length() - 2).strip();
            SourceType type = plain(element, element.toLowerCase(Locale.ROOT), depth + 1);
            return new SourceType(text, "array", List.of(), type, List.of());
        }
        Matcher plain = PLAIN.matcher(lower);
        if (!plain.matches()) {
            throw new IllegalArgumentException(text);
        }
        List<Integer> arguments = new ArrayList<>();
        for (int group = 2; group <= 3; group++) {
            if (plain.group(group) != null) {
                arguments.add(Integer.valueOf(plain.group(group)));
            }
        }
        return new SourceType(text, plain.group(1) + plain.group(4), List.copyOf(arguments), null, List.of());
    }

    private boolean accept(char wanted) {
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw new IllegalArgumentException(text);
        }
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }
}
