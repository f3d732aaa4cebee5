package io.trawl.source.snowflake;

import java.util.Comparator;

/** The order of names in SHOW: that of their code points, which is that of the bytes in UTF-8. */
final class CodePoints {

    static final Comparator<String> ORDER = CodePoints::compare;

    private CodePoints() {}

    private static int compare(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length()) {
            int mine = one.codePointAt(at);
            int its = other.codePointAt(at);
            if (mine != its) {
                return Integer.compare(mine, its);
            }
            at += Character.charCount(mine);
        }
        return Integer.compare(one.length(), other.length());
    }
}
