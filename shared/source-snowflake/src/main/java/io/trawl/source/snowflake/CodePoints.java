package io.trawl.source.snowflake;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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

    /**
     * A text that comes before a name, and with which neither the name begins nor, likely, many others between the two: SHOW
     * leaves out the first name that begins with the text of {@code FROM}.
     *
     * @return null if there is none
     */
    static @Nullable String justBefore(String name) {
        int last = name.offsetByCodePoints(name.length(), -1);
        if (last == 0) {
            return null;
        }
        int changed = name.offsetByCodePoints(last, -1);
        int lower = name.codePointAt(changed) - 1;
        if (lower < ' ' || lower >= Character.MIN_SURROGATE && lower <= Character.MAX_SURROGATE) {
            return null;
        }
        return name.substring(0, changed) + Character.toString(lower);
    }
}
