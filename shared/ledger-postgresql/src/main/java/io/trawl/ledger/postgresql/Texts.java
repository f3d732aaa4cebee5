package io.trawl.ledger.postgresql;

import java.time.Duration;

/** Formats texts and numbers for messages and columns. */
final class Texts {

    private Texts() {}

    /** For example {@code 2 s}. */
    static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /** PostgreSQL's text holds every character but U+0000. */
    static String storable(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Duration ofMicros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
