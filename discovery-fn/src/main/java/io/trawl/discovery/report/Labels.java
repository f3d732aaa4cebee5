package io.trawl.discovery.report;

import java.util.Locale;

/** How numbers and names are written for people; the same in the summary and on the page. */
final class Labels {

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
