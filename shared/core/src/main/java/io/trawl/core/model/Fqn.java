package io.trawl.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * OpenMetadata's fully qualified names: parts joined by dots, a part quoted with {@code "} only if it holds a dot.
 *
 * <p>Characters that OpenMetadata keeps for itself are replaced inside a name as its own clients do:
 * {@code "} by {@code __reserved__quote__}, {@code ::} by {@code __reserved__colon__}, {@code >} by
 * {@code __reserved__arrow__}.
 */
public final class Fqn {

    /** OpenMetadata's limit on one name (type/basic.json, entityName). */
    public static final int MAX_NAME_LENGTH = 256;
    /** OpenMetadata's limit on a whole fully qualified name (type/basic.json, fullyQualifiedEntityName). */
    public static final int MAX_LENGTH = 3072;

    private Fqn() {}

    /** Joins raw source names, service first; each is encoded and, if it holds a dot, quoted. */
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

    /** Appends one raw name to a name that is already qualified. */
    public static String child(String parentFqn, String rawName) {
        StringBuilder fqn = new StringBuilder(parentFqn).append('.');
        appendPart(fqn, encode(rawName));
        return fqn.toString();
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

    /** The name as it stands in a request's {@code name}: reserved characters replaced, not quoted. */
    public static String encode(String rawName) {
        if (rawName.indexOf('"') < 0 && rawName.indexOf('>') < 0 && !rawName.contains("::")) {
            return rawName;
        }
        return rawName.replace("::", "__reserved__colon__")
                .replace("\"", "__reserved__quote__")
                .replace(">", "__reserved__arrow__");
    }

    /** The inverse of {@link #encode}. */
    public static String decode(String encodedName) {
        return encodedName
                .replace("__reserved__colon__", "::")
                .replace("__reserved__quote__", "\"")
                .replace("__reserved__arrow__", ">");
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

    private static void appendPart(StringBuilder fqn, String name) {
        if (name.indexOf('.') >= 0) {
            fqn.append('"').append(name).append('"');
        } else {
            fqn.append(name);
        }
    }
}
