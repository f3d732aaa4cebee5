package io.trawl.testkit.redshift;

import java.util.regex.Pattern;

/** Statements without what may stand for anything: contents of literals and of quoted names, and comments. */
final class BareSql {

    private static final Pattern OPAQUE =
            Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|--[^\n]*|(?s:/\\*.*?\\*/)"
                    + "|(?s:\\$([A-Za-z_]\\w*|)\\$.*?\\$\\1\\$)|\\b\\d++(?:\\s*,\\s*\\d++)++");

    private BareSql() {}

    /** A literal becomes {@code ''}, a quoted name {@code ""}, a comment a blank, a list of numbers 0. */
    static String of(String sql) {
        return OPAQUE.matcher(sql).replaceAll(found -> switch (found.group().charAt(0)) {
            case '"' -> "\"\"";
            case '\'', '$' -> "''";
            case '-', '/' -> " ";
            default -> "0";
        });
    }
}
