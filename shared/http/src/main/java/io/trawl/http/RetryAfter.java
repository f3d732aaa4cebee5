package io.trawl.http;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The header Retry-After: seconds, or a date (RFC 9110, 10.2.3). */
public final class RetryAfter {

    private RetryAfter() {}

    /**
     * How long to wait.
     *
     * @param header its value
     * @param now a date is counted from here
     * @param max who asks for more is not waited for longer
     * @return zero for a date that is past; empty if the header cannot be understood
     */
    public static Optional<Duration> of(String header, Instant now, Duration max) {
        String value = header.strip();
        Duration pause;
        try {
            pause = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
        return Optional.of(pause.isNegative() ? Duration.ZERO : pause.compareTo(max) > 0 ? max : pause);
    }
}
