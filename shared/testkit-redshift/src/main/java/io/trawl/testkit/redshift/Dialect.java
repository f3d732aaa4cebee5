package io.trawl.testkit.redshift;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements that only Redshift knows, and what PostgreSQL is told in their place. */
final class Dialect {

    private static final List<Translation> TRANSLATIONS = List.of(
            // A session's query group is its application name, so that the server's log tells statements by it.
            // Source: r_query_group
            new Translation("SET query_group (?:=|TO) (.*?)", "SET application_name TO $1"),
            new Translation("RESET query_group", "RESET application_name"),
            new Translation("SHOW query_group", "SHOW application_name"),
            // What the driver sends for a connection that is read-only: RedshiftConnectionImpl.setReadOnly
            new Translation("SET readonly (?:=|TO) '?(?:1|on|true)'?", "SET default_transaction_read_only TO on"),
            new Translation("SET readonly (?:=|TO) '?(?:0|off|false)'?", "SET default_transaction_read_only TO off"),
            new Translation("SHOW readonly", "SELECT current_setting('readonly') AS readonly"),
            // What they do, the front does: see SessionSettings.
            new Translation(
                    "SET (enable_case_sensitive_identifier|describe_field_name_in_uppercase) (?:=|TO) (.*?)",
                    "SET redshift.$1 TO $2"),
            new Translation(
                    "RESET (enable_case_sensitive_identifier|describe_field_name_in_uppercase)", "RESET redshift.$1"),
            // In milliseconds and without a unit. Source: r_statement_timeout; that of SHOW is a guess
            new Translation(
                    "SHOW statement_timeout", "SELECT current_setting('statement_timeout') AS statement_timeout"),
            new Translation("SHOW search_path", "SELECT current_setting('search_path') AS search_path"));

    private static final Pattern SEARCH_PATH =
            Pattern.compile("(?is)\\s*SET\\s+(?:SESSION\\s+)?search_path(?:\\s*=\\s*|\\s+TO\\s+)(.*?)[;\\s]*");

    private Dialect() {}

    /**
     * One line of the table.
     *
     * @param redshift where a blank stands for any white space, and none is needed beside =
     */
    private record Translation(Pattern redshift, String postgresql) {

        Translation(String redshift, String postgresql) {
            this(
                    Pattern.compile("(?is)\\s*"
                            + redshift.replace(" (?:=|TO) ", "(?:\\s*=\\s*|\\s+TO\\s+)")
                                    .replace(" ", "\\s+") + "[;\\s]*"),
                    postgresql);
        }
    }

    /** The statement as PostgreSQL is to see it. */
    static String translate(String sql) {
        Matcher path = SEARCH_PATH.matcher(sql);
        if (path.matches()) {
            return "SET search_path TO " + searchPath(path.group(1));
        }
        for (Translation translation : TRANSLATIONS) {
            Matcher matcher = translation.redshift().matcher(sql);
            if (matcher.matches()) {
                return matcher.replaceAll(translation.postgresql());
            }
        }
        return sql;
    }

    /** The shims come first, or PostgreSQL's own catalogs would hide them: those are searched first unless named. */
    static String searchPath(String wanted) {
        return wanted.contains("pg_catalog") ? "redshift, " + wanted : "redshift, pg_catalog, " + wanted;
    }
}
