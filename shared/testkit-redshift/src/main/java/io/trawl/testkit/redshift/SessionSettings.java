package io.trawl.testkit.redshift;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a session has set, as far as it decides what Redshift does with a statement. Used by one thread. */
final class SessionSettings {

    private static final Pattern SET = Pattern.compile(
            "(?is)\\s*(?:RESET\\s+(\\w+)|SET\\s+(?:SESSION\\s+)?(\\w+)(?:\\s*=\\s*|\\s+TO\\s+)'?(\\w+)'?)[;\\s]*");
    private static final Pattern BEGIN =
            Pattern.compile("(?is)\\s*(?:BEGIN|START\\s+TRANSACTION)\\b(.*?\\bREAD\\s+ONLY\\b)?.*");
    private static final Pattern END = Pattern.compile("(?is)\\s*(?:COMMIT|END|ROLLBACK|ABORT)\\b(?!\\s+TO\\b).*");
    private static final Pattern DELIMITED = Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"");

    private boolean readOnly;
    private boolean caseSensitive;
    private volatile boolean uppercase;
    private boolean inTransaction;
    private boolean readOnlyTransaction;

    /** Takes note of a statement that is about to be run. */
    void follow(String sql) {
        Matcher set = SET.matcher(sql);
        Matcher begin = BEGIN.matcher(sql);
        if (set.matches()) {
            set(set.group(1) == null ? set.group(2) : set.group(1), set.group(3));
        } else if (begin.matches()) {
            inTransaction = true;
            readOnlyTransaction = readOnly || begin.group(1) != null;
        } else if (END.matcher(sql).matches()) {
            inTransaction = false;
        }
    }

    /** @param value null for the default */
    void set(String parameter, String value) {
        boolean on = value != null && value.toLowerCase(Locale.ROOT).matches("1|on|true");
        switch (parameter.toLowerCase(Locale.ROOT)) {
            case "readonly" -> readOnly = on;
            case "enable_case_sensitive_identifier" -> caseSensitive = on;
            case "describe_field_name_in_uppercase" -> uppercase = on;
            default -> {}
        }
    }

    /** Whether the names of what statements answer are in capitals. Source: r_describe_field_name_in_uppercase */
    boolean isUppercase() {
        return uppercase;
    }

    /** Whether the next statement may write nothing. */
    boolean isReadOnly() {
        return inTransaction ? readOnlyTransaction : readOnly;
    }

    /**
     * The statement with the names that it means: without enable_case_sensitive_identifier, quotes do not keep capitals.
     * Source: r_enable_case_sensitive_identifier
     */
    String fold(String sql) {
        return caseSensitive
                ? sql
                : DELIMITED
                        .matcher(sql)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group().charAt(0) == '"'
                                        ? found.group().toLowerCase(Locale.ROOT)
                                        : found.group()));
    }
}
