package io.trawl.api.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** In this order, since a word may overlap another in a name. */
    private static final List<Map.Entry<String, String>> WORDS = List.of(
            Map.entry("::", WORD + "colon__"), Map.entry("\"", WORD + "quote__"), Map.entry(">", WORD + "arrow__"));

    private static final List<Map.Entry<String, String>> TABLE_WORDS = List.of(
            Map.entry("\n", WORD + "newline__"),
            Map.entry("\r", WORD + "carriage_return__"),
            Map.entry("\t", WORD + "tab__"));

    /** A part in quotes, or one without a quote before it and a dot in it; and the dot behind it. */
    private static final Pattern PART = Pattern.compile("\\G(?:\"([^\"]+)\"|([^.\"][^.]*))(\\.|\\z)");

    private Fqn() {}

    /** Joins raw source names, service first, none of a table or column; each is encoded and, if it holds a dot, quoted. */
    public static String of(String... rawNames) {
        return Arrays.stream(rawNames).map(Fqn::encode).map(Fqn::quoted).collect(Collectors.joining("."));
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
        return table(tableFqn, rawName);
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

    private static String encode(String name, List<Map.Entry<String, String>> words) {
        String encoded = name;
        for (Map.Entry<String, String> word : words) {
            encoded = encoded.replace(word.getKey(), word.getValue());
        }
        return encoded;
    }

    /** The inverse of {@link #encode} and {@link #encodeInTable}, unless the raw name held one of the words. */
    public static String decode(String encodedName) {
        String raw = encodedName;
        if (holdsWord(raw)) {
            for (List<Map.Entry<String, String>> words : List.of(WORDS, TABLE_WORDS)) {
                for (Map.Entry<String, String> word : words) {
                    raw = raw.replace(word.getValue(), word.getKey());
                }
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
        Matcher part = PART.matcher(fqn);
        boolean more = true;
        while (more && part.find()) {
            parts.add(part.group(1) == null ? part.group(2) : part.group(1));
            more = !part.group(3).isEmpty();
        }
        if (more) {
            throw new IllegalArgumentException("fully qualified name '" + fqn + "': a part is empty or wrongly quoted");
        }
        return parts;
    }

    private static String append(String parentFqn, String name) {
        return parentFqn + "." + quoted(name);
    }

    private static String quoted(String name) {
        return name.indexOf('.') < 0 ? name : '"' + name + '"';
    }
}
