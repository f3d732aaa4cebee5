package io.trawl.testkit.snowflake.model;

import java.util.Comparator;

/**
 * The order of names in SHOW and of text in ORDER BY and comparisons: by code point, which is the order of the bytes in
 * UTF-8 (docs.snowflake.com/en/sql-reference/collation: without a collation, text is compared by its UTF-8 bytes).
 */
public final class NameOrder {

    /** By code point; {@link String#compareTo} differs for characters above U+FFFF. */
    public static final Comparator<String> BY_CODE_POINT = NameOrder::compare;

    private NameOrder() {}

    private static int compare(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean high = Character.isSurrogate(a) != Character.isSurrogate(b);
                return high ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
