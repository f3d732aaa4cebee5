package io.trawl.api.model;

import java.util.ArrayList;
import java.util.List;

/**
 * OpenMetadata's fully qualified names: parts joined by dots, a part quoted with {@code "} only if it holds a dot.
 *
 * <p>What OpenMetadata does not take in a name is replaced by reserved words, as its own clients do: {@code "} by
 * {@code __reserved__quote__}, {@code ::} by {@code __reserved__colon__}, {@code >} by {@code __reserved__arrow__}; and in names
 * of tables and columns, but of nothing else, a line feed by {@code __reserved__newline__}, a carriage return by
 * {@code __reserved__carriage_return__} and a tab by {@code __reserved__tab__}. Other control characters have no word.
 */
public final class Fqn {

    /** OpenMetadata's limit on one name (type/basic.json, entityName). */
    public static final int MAX_NAME_LENGTH = 256;
    /** OpenMetadata's limit on a whole fully qualified name (type/basic.json, fullyQualifiedEntityName). */
    public static final int MAX_LENGTH = 3072;

    private static final String WORD = "__reserved__";

    private record Word(String character, String word) {}

    private static final List<Word> WORDS = List.of(
            new Word("::", WORD + "colon__"), new Word("\"", WORD + "quote__"), new Word(">", WORD + "arrow__"));
    private static final List<Word> TABLE_WORDS = List.of(
            new Word("\n", WORD + "newline__"),
            new Word("\r", WORD + "carriage_return__"),
            new Word("\t", WORD + "tab__"));

    private Fqn() {}

    /** Joins raw source names, service first, none of a table or column; each is encoded and, if it holds a dot, quoted. */
    public static String of(String... rawNames) {
        StringBuilder fqn = new StringBuilder(64);
        for (String raw : rawNames) {
            if (fqn.length() > 0) {
                fqn.append('.');
            }
            appendPart(fqn, encode(raw));
        }
        return fqn.toString();
    }

    /** Appends the raw name of anything but a table or column to a name that is already qualified. */
    public static String child(String parentFqn, String rawName) {
        return append(parentFqn, encode(rawName));
    }

    /** The qualified name of a table or view of any kind, by its raw name. */
    public static String table(String schemaFqn, String rawName) {
        return append(schemaFqn, encodeInTable(rawName));
    }

    /** The qualified name of a column of a table, by its raw name. */
    public static String column(String tableFqn, String rawName) {
        return append(tableFqn, encodeInTable(rawName));
    }

    /**
     * The qualified name without its last part, for example the table of a column.
     *
     * @throws IllegalArgumentException if the name has one part only
     */
    public static String parent(String fqn) {
        int end = fqn.endsWith("\"") ? fqn.lastIndexOf('"', fqn.length() - 2) - 1 : fqn.lastIndexOf('.');
        if (end <= 0) {
            throw new IllegalArgumentException("fully qualified name '" + fqn + "': has no parent");
        }
        return fqn.substring(0, end);
    }

    /**
     * The name as it stands in a request's {@code name}, of anything but a table or column: reserved characters replaced, not
     * quoted.
     */
    public static String encode(String rawName) {
        return encode(rawName, WORDS);
    }

    /** The same for the name of a table, a view or a column. */
    public static String encodeInTable(String rawName) {
        return encode(encode(rawName, WORDS), TABLE_WORDS);
    }

    private static String encode(String name, List<Word> words) {
        String encoded = name;
        for (Word each : words) {
            encoded = encoded.replace(each.character(), each.word());
        }
        return encoded;
    }

    /** The inverse of {@link #encode} and {@link #encodeInTable}, unless the raw name held one of the words. */
    public static String decode(String encodedName) {
        if (!holdsWord(encodedName)) {
            return encodedName;
        }
        String raw = encodedName;
        for (List<Word> words : List.of(WORDS, TABLE_WORDS)) {
            for (Word each : words) {
                raw = raw.replace(each.word(), each.character());
            }
        }
        return raw;
    }

    /** Whether one of the reserved words may be in a name: then it may be that of two raw names. */
    public static boolean holdsWord(String encodedName) {
        return encodedName.contains(WORD);
    }

    /**
     * A qualified name beside this one, for something that would have the same: its last part ends in two colons and the number,
     * as no encoded name does.
     *
     * @param number from 2
     */
    public static String numbered(String fqn, int number) {
        List<String> parts = split(fqn);
        return append(parent(fqn), parts.get(parts.size() - 1) + "::" + number);
    }

    /**
     * The encoded parts of a qualified name, without quotes.
     *
     * @throws IllegalArgumentException if a quote is not closed or a part is empty
     */
    public static List<String> split(String fqn) {
        List<String> parts = new ArrayList<>(5);
        int at = 0;
        while (at <= fqn.length()) {
            int end;
            if (at < fqn.length() && fqn.charAt(at) == '"') {
                int close = fqn.indexOf('"', at + 1);
                if (close < 0) {
                    throw new IllegalArgumentException("fully qualified name '" + fqn + "': a quote is not closed");
                }
                parts.add(fqn.substring(at + 1, close));
                end = close + 1;
                if (end < fqn.length() && fqn.charAt(end) != '.') {
                    throw new IllegalArgumentException("fully qualified name '" + fqn + "': no dot after a quote");
                }
            } else {
                end = fqn.indexOf('.', at);
                end = end < 0 ? fqn.length() : end;
                parts.add(fqn.substring(at, end));
            }
            if (parts.get(parts.size() - 1).isEmpty()) {
                throw new IllegalArgumentException("fully qualified name '" + fqn + "': a part is empty");
            }
            at = end + 1;
        }
        return parts;
    }

    private static String append(String parentFqn, String name) {
        StringBuilder fqn = new StringBuilder(parentFqn).append('.');
        appendPart(fqn, name);
        return fqn.toString();
    }

    private static void appendPart(StringBuilder fqn, String name) {
        if (name.indexOf('.') >= 0) {
            fqn.append('"').append(name).append('"');
        } else {
            fqn.append(name);
        }
    }
}
