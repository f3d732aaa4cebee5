package io.trawl.source.snowflake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the columns that a clustering key names: {@code LINEAR(C1, TO_DATE("c 2"))} names C1 and {@code c 2}. As OpenMetadata's own
 * connector does, an expression stands for the columns in it, since OpenMetadata has no place for an expression. What names no
 * column of the table, a function or a path into a VARIANT, is left out.
 *
 * @see <a href="https://docs.snowflake.com/en/user-guide/tables-clustering-keys">Clustering keys</a>
 */
final class ClusterKey {

    private final String text;
    private int at;

    private ClusterKey(String text) {
        this.text = text;
    }

    /**
     * The columns in the order of the key, each once.
     *
     * @param key as SHOW says it
     * @param columns raw names of the table's
     */
    static List<String> columns(String key, List<String> columns) {
        Set<String> named = new LinkedHashSet<>(new ClusterKey(key).names());
        named.retainAll(columns);
        return List.copyOf(named);
    }

    /** What may name a column: quoted as it stands, else in upper case. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                quoted('\'');
            } else if (c == '"') {
                names.add(quoted('"'));
            } else if (c == ':') {
                skipPathOrCast();
            } else if (Character.isLetter(c) || c == '_') {
                String word = word();
                if (!isFunction()) {
                    names.add(word.toUpperCase(Locale.ROOT));
                }
            } else {
                at++;
            }
        }
        return names;
    }

    /** What stands in quotes, of which two stand for one. */
    private String quoted(char quote) {
        StringBuilder name = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                if (at == text.length() || text.charAt(at) != quote) {
                    break;
                }
                at++;
            }
            name.append(c);
        }
        return name.toString();
    }

    /** {@code :path.to."a field"} of a VARIANT, or {@code ::type}. */
    private void skipPathOrCast() {
        while (at < text.length() && (text.charAt(at) == ':' || text.charAt(at) == '.')) {
            at++;
            if (at < text.length() && text.charAt(at) == '"') {
                quoted('"');
            } else {
                word();
            }
        }
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_$".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean isFunction() {
        int next = at;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        return next < text.length() && text.charAt(next) == '(';
    }
}
