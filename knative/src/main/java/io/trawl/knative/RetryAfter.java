package io.trawl.knative;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** The header Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
final class RetryAfter {

    /** A broker that asks for more is not waited for longer. */
    private static final Duration MAX = Duration.ofMinutes(5);

    private RetryAfter() {}

    /** How long to wait; zero if the header is empty or cannot be understood. */
    static Duration of(String header, Instant now) {
        String value = header.strip();
        Duration pause;
        try {
            pause = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
        return pause.isNegative() ? Duration.ZERO : pause.compareTo(MAX) > 0 ? MAX : pause;
    }
}
