package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When Argo makes the next attempt: the node of the attempts says {@code Backoff for 1 minute 30 seconds}, counted from the end of the
 * last one (processNodeRetries in Argo's workflow/controller/operator.go).
 */
final class Backoff {

    private static final String BEGIN = "Backoff for ";
    private static final Pattern PART = Pattern.compile("(\\d+) (day|hour|minute|second)s?");
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "day", ChronoUnit.DAYS,
            "hour", ChronoUnit.HOURS,
            "minute", ChronoUnit.MINUTES,
            "second", ChronoUnit.SECONDS);

    private Backoff() {}

    /**
     * The time of day in UTC, whole seconds.
     *
     * @param retry the node of the attempts
     * @param last the attempt that failed
     * @return empty if Argo does not say it
     */
    static Optional<LocalTime> end(JsonNode retry, JsonNode last) {
        String message = retry.path("message").asText();
        if (!message.startsWith(BEGIN)) {
            return Optional.empty();
        }
        Duration pause = Duration.ZERO;
        for (Matcher part = PART.matcher(message); part.find(); ) {
            pause = pause.plus(Long.parseLong(part.group(1)), UNITS.get(part.group(2)));
        }
        try {
            Instant ended = Instant.parse(last.path("finishedAt").asText());
            return Optional.of(
                    ended.plus(pause).atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
