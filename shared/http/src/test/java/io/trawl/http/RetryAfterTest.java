package io.trawl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:15:00Z");
    private static final Duration MAX = Duration.ofMinutes(5);

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "' 7 ',7",
        "300,300",
        "301,300",
        "999999999,300",
        "'Sun, 22 Nov 2026 14:15:30 GMT',30",
        "'Sun, 22 Nov 2026 14:14:00 GMT',0",
        "'Mon, 23 Nov 2026 14:15:00 GMT',300"
    })
    void secondsAndDates(String header, long seconds) {
        assertThat(of(header)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "9999999999", "2026-11-22T14:15:30Z"})
    void whatCannotBeUnderstood(String header) {
        assertThat(of(header)).isEmpty();
    }

    @Test
    void theCallerSaysHowLongItWaitsAtMost() {
        assertThat(RetryAfter.of("60", NOW, Duration.ofSeconds(59))).contains(Duration.ofSeconds(59));
    }

    private static Optional<Duration> of(String header) {
        return RetryAfter.of(header, NOW, MAX);
    }
}
