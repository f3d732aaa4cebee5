package io.trawl.discovery.report;

import io.trawl.api.source.SourceUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers and names are written for people; the same in the summary and on the page. */
final class Labels {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Labels() {}

    /** {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 99.95 %}; never rounded up to 100. */
    static String percent(double percentage) {
        double floored = Math.floor(percentage * 100) / 100;
        return String.format(Locale.ROOT, floored == Math.rint(floored) ? "%.0f %%" : "%.2f %%", floored);
    }

    /** {@code 0.84 s}, {@code 12.3 s}, {@code 4 min 5 s}, {@code 2 h 3 min}. */
    static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** {@code 0.4 ms}, {@code 84 ms}; from a second on as {@link #duration}. */
    static String took(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return millis >= 1000
                ? duration(millis / 1000)
                : String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    /** {@code 2026-11-22 08:17:36}, in UTC. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** A sentence about entities that were handled once more. */
    static String repeated(long howMany) {
        return count(howMany) + (howMany == 1 ? " entity was" : " entities were")
                + " handled once more because a worker was lost";
    }

    /** A sentence about what was asked of the source. */
    static String usage(SourceUsage usage) {
        String statements = count(usage.statements())
                + (usage.statements() == 1 ? " statement was" : " statements were") + " sent to the source";
        return usage.warehouseSeconds() == null
                ? statements
                : statements + ", for which its warehouse worked " + duration(usage.warehouseSeconds());
    }

    /** {@code 812}, {@code 6.4}. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    /** A type's name for people. */
    static String type(String wireName) {
        return switch (wireName) {
            case "database" -> "Databases";
            case "databaseSchema" -> "Schemas";
            case "table" -> "Tables and views";
            case "storedProcedure" -> "Procedures and functions";
            default -> wireName;
        };
    }
}
