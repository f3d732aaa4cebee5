package io.trawl.api.workflow;

import java.util.regex.Pattern;

/**
 * Regular expressions written for Python's {@code re.match(pattern, name, re.IGNORECASE)}, which is what OpenMetadata
 * calls. Most are the same in Java; what is not is rewritten: {@code (?P<name>…)}, {@code (?P=name)}, {@code \Z}, and
 * brackets and ampersands inside a character class, which Python takes as they are.
 */
final class PythonRegex {

    /** Python's dot and dollar know one line break only, and its classes are those of Unicode. */
    private static final int FLAGS =
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;

    private PythonRegex() {}

    /**
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
     */
    static Pattern compile(String expression) {
        return Pattern.compile(toJava(expression), FLAGS);
    }

    private static String toJava(String python) {
        StringBuilder java = new StringBuilder(python.length() + 8);
        boolean inClass = false;
        for (int i = 0; i < python.length(); i++) {
            char c = python.charAt(i);
            if (c == '\\' && i + 1 < python.length()) {
                char escaped = python.charAt(++i);
                java.append(c).append(escaped == 'Z' ? 'z' : escaped);
            } else if (inClass) {
                inClass = c != ']';
                java.append(c == '[' || c == '&' ? "\\" : "").append(c);
            } else if (c == '[') {
                inClass = true;
                i = openClass(python, i, java);
            } else if (python.startsWith("(?P<", i)) {
                java.append("(?<");
                i += 3;
            } else if (python.startsWith("(?P=", i) && python.indexOf(')', i) > 0) {
                int end = python.indexOf(')', i);
                java.append("\\k<").append(python, i + 4, end).append('>');
                i = end;
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }

    /** A bracket, with the caret and the literal closing bracket that may follow it; returns the last index taken. */
    private static int openClass(String python, int open, StringBuilder java) {
        int i = open;
        java.append('[');
        if (python.startsWith("^", i + 1)) {
            java.append('^');
            i++;
        }
        if (python.startsWith("]", i + 1)) {
            java.append("\\]");
            i++;
        }
        return i;
    }
}
