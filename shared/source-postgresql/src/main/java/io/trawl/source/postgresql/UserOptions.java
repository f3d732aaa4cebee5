package io.trawl.source.postgresql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user wrote into {@code options}, libpq's way to give the server's command line switches for a session. Poolers
 * refuse or drop that start-up parameter, so settings in it become settings of each transaction.
 *
 * @param settings what {@code -c name=value} and {@code --name=value} set, by their names in lower case
 * @param rest everything else, such as Neon's {@code endpoint=…}, for the start-up message; null if there is nothing
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS">libpq: options</a>
 */
record UserOptions(Map<String, String> settings, @Nullable String rest) {

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\\\\]++|\\\\.|\\\\)++", Pattern.DOTALL);

    /**
     * Reads them as PostgreSQL does (pg_split_opts and process_postgres_switches): words are separated by white space, a
     * backslash takes away what a character means.
     *
     * @param text null for none
     * @throws IllegalArgumentException if {@code -c} or {@code --} stands without {@code name=value}
     */
    static UserOptions parse(@Nullable String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> rest = new ArrayList<>();
        List<String> words = WORD.matcher(text == null ? "" : text)
                .results()
                .map(word -> ESCAPED.matcher(word.group()).replaceAll("$1"))
                .toList();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-c")) {
                i++;
                put(settings, word, i < words.size() ? words.get(i) : "");
            } else if (word.startsWith("-c")) {
                put(settings, word, word.substring(2));
            } else if (word.startsWith("--")) {
                put(settings, word, word.substring(2));
            } else {
                rest.add(escaped(word));
            }
        }
        return new UserOptions(settings, rest.isEmpty() ? null : String.join(" ", rest));
    }

    private static void put(Map<String, String> settings, String word, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "'" + (word.startsWith("--") ? "--" : "-c") + "' is not followed by name=value");
        }
        // ParseLongOption of PostgreSQL takes hyphens in a name for underscores.
        String name = assignment.substring(0, equals).replace('-', '_').toLowerCase(Locale.ROOT);
        settings.remove(name);
        settings.put(name, assignment.substring(equals + 1));
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\\\").replaceAll("(\\s)", "\\\\$1");
    }
}
