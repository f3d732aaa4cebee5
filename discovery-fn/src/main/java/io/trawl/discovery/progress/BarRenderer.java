package io.trawl.discovery.progress;

import io.trawl.api.ledger.Phase;
import java.time.Duration;
import java.util.Locale;

/**
 * Draws {@code Ingesting 63% |███▌  | 1260/2000 (0:00:01 / 0:00:00) 812/s}: elapsed and remaining time, throughput.
 *
 * @param blocks whether block characters can be shown
 */
record BarRenderer(boolean blocks) {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
    private static final int SHORTEST_BAR = 5;

    /**
     * @param phase what the run is at
     * @param tally how far it has come
     * @param elapsed since this process took part in it
     * @param waiting why it does not go on; empty if it does
     */
    record State(Phase phase, ProgressCounters.Now tally, Duration elapsed, String waiting) {}

    /** One line, at most {@code width} characters. */
    String render(State state, int width) {
        ProgressCounters.Now tally = state.tally();
        String line;
        if (!state.waiting().isEmpty()) {
            String counts = tally.listed() == 0 ? "" : tally.done() + "/" + tally.listed() + " ";
            line = label(state.phase()) + " " + counts + "(" + time(state.elapsed()) + "), waits: " + state.waiting();
        } else if (tally.listed() == 0) {
            line = label(state.phase()) + " (" + time(state.elapsed()) + ")";
        } else {
            double share = Math.min(1, (double) tally.done() / tally.listed());
            String before = label(state.phase()) + " " + (int) (100 * share) + "% |";
            String after = "| " + tally.done() + "/" + tally.listed() + " (" + time(state.elapsed()) + " / "
                    + remaining(state) + ") " + throughput(state)
                    + (tally.failed() == 0 ? "" : ", " + tally.failed() + " failed");
            int length = width - before.length() - after.length();
            line = length < SHORTEST_BAR ? before + after.substring(1) : before + bar(share, length) + after;
        }
        return line.length() <= width ? line : line.substring(0, width);
    }

    private static String label(Phase phase) {
        return switch (phase) {
            case DISCOVERY -> "Discovering";
            case INGESTION -> "Ingesting";
            case REFERENCES -> "Linking";
            case DELETION -> "Deleting";
            case FINISHED -> "Ingested";
        };
    }

    private String bar(double share, int length) {
        int eighths = (int) (share * length * 8);
        int full = eighths / 8;
        StringBuilder bar = new StringBuilder(length).append((blocks ? "█" : "#").repeat(full));
        if (full < length) {
            bar.append(blocks ? EIGHTHS.charAt(eighths % 8) : ' ').append(" ".repeat(length - full - 1));
        }
        return bar.toString();
    }

    private static String remaining(State state) {
        long since = doneSince(state.tally());
        if (since == 0) {
            return "?";
        }
        long left = state.tally().listed() - state.tally().done();
        double millis = (double) state.elapsed().toMillis() * left / since;
        return time(Duration.ofMillis((long) Math.max(0, millis)));
    }

    private static String throughput(State state) {
        double perSecond =
                doneSince(state.tally()) / Math.max(0.001, state.elapsed().toMillis() / 1000.0);
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%.0f/s", perSecond);
    }

    /** What was done earlier took other time than what has elapsed. */
    private static long doneSince(ProgressCounters.Now tally) {
        return Math.max(0, tally.done() - tally.before());
    }

    private static String time(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
