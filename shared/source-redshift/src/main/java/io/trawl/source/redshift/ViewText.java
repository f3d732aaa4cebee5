package io.trawl.source.redshift;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the server prints of a view: the query, or the whole statement of a late-binding or materialized view, with the
 * comments that a tool may have put before it.
 *
 * @param text null if there is none
 */
record ViewText(@Nullable String text) {

    private static final Pattern CREATE = Pattern.compile("create\\s+(materialized\\b)?", Pattern.CASE_INSENSITIVE);

    /** White space or a comment, behind others from the text's begin on. */
    private static final Pattern BLANK = Pattern.compile("\\G(?:\\s+|--[^\n]*|/\\*.*?\\*/)", Pattern.DOTALL);

    /** What PostgreSQL 8.0, and so Redshift, prints instead of failing if there is no such view any more. */
    private static final String NO_VIEW = "Not a view";

    boolean isMissing() {
        return text == null || text.isBlank() || text.strip().equals(NO_VIEW);
    }

    boolean isMaterialized() {
        Matcher create = create();
        return create != null && create.group(1) != null;
    }

    /**
     * The statement that makes the view.
     *
     * @param quotedName schema and name as SQL writes them
     */
    String statement(String quotedName) {
        return create() != null ? text.strip() : "CREATE VIEW " + quotedName + " AS\n" + text.strip();
    }

    /** CREATE at the statement's begin, behind blanks and comments; null if it does not begin so. */
    private @Nullable Matcher create() {
        if (isMissing()) {
            return null;
        }
        int begin = 0;
        for (Matcher blank = BLANK.matcher(text); blank.find(); ) {
            begin = blank.end();
        }
        Matcher create = CREATE.matcher(text).region(begin, text.length());
        return create.lookingAt() ? create : null;
    }
}
