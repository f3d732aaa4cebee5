package io.trawl.discovery.progress;

import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.util.OneLine;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A plain line every few seconds, for logs and pipes. */
final class LineProgress implements Progress {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream out;
    private final Clock clock;
    private final Instant began;
    private final ProgressCounters tally = new ProgressCounters();
    private Instant next;
    private String waiting = "";

    LineProgress(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.began = clock.instant();
        this.next = began.plus(INTERVAL);
    }

    @Override
    public synchronized void standing(Counts counts) {
        tally.standing(counts);
        printIfDue();
    }

    @Override
    public synchronized void listed(long more) {
        tally.listed(more);
        printIfDue();
    }

    @Override
    public synchronized void completed(List<Outcome> outcomes) {
        tally.completed(outcomes);
        printIfDue();
    }

    @Override
    public synchronized void waiting(String why) {
        waiting = OneLine.of(why);
    }

    @Override
    public synchronized void warning(String message) {
        out.println(Progress.line(message));
    }

    private void printIfDue() {
        Instant now = clock.instant();
        if (!now.isBefore(next)) {
            next = now.plus(INTERVAL);
            print(now);
        }
    }

    private void print(Instant now) {
        ProgressCounters.Now all = tally.now();
        String how = all.listed() == 0 ? "nothing listed yet" : all.done() + " of " + all.listed() + " entities";
        out.println("trawl: " + how + " after " + Duration.between(began, now).toSeconds() + " s"
                + (all.failed() == 0 ? "" : ", " + all.failed() + " failed")
                + (waiting.isEmpty() ? "" : "; " + waiting));
    }

    @Override
    public synchronized void close() {
        if (tally.now().listed() > 0) { // else it ended before it began, and the reason stands in the next line
            print(clock.instant());
        }
    }
}
