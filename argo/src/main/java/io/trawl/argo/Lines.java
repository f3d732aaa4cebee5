package io.trawl.argo;

/** Text of others as messages show it. */
final class Lines {

    private static final int MAX = 300;

    private Lines() {}

    /** One line, and not a long one. */
    static String one(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= MAX ? line : line.substring(0, MAX - 1) + "…";
    }
}
