package io.trawl.testkit.argo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Argo's durations (ParseStringToDuration in pkg/apis/workflow/v1alpha1/utils.go): seconds, or Go's {@code 1h30m}. */
final class Durations {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "µs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private Durations() {}

    /** As Argo shows them (util/humanize/humanize.go), with up to two units: {@code 1 minute 30 seconds}. */
    static String humanized(Duration duration) {
        if (duration.toSeconds() < 60) {
            return units(duration.toSeconds(), "second");
        }
        if (duration.toMinutes() < 60) {
            return units(duration.toMinutes(), "minute") + " " + duration.toSecondsPart() + " seconds";
        }
        if (duration.toHours() < 24) {
            return units(duration.toHours(), "hour") + " " + duration.toMinutesPart() + " minutes";
        }
        return units(duration.toDays(), "day") + " " + duration.toHoursPart() + " hours";
    }

    private static String units(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    static Duration parse(String text) {
        if (text.matches("-?\\d+")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        if (!WHOLE.matcher(text).matches()) {
            throw new TemplateException(
                    "unable to parse " + text + " as a duration: time: invalid duration \"" + text + "\"");
        }
        Duration sum = Duration.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            BigDecimal nanos = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2))));
            sum = sum.plusNanos(nanos.longValue());
        }
        return sum;
    }
}
