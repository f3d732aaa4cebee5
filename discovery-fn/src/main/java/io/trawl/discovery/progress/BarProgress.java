package io.trawl.discovery.progress;

import io.trawl.api.ledger.Phase;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OneLine;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A bar in a terminal: one line that is drawn again and again, with warnings above it. */
final class BarProgress implements Progress {

    private static final int REFRESH_MILLIS = 100;
    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final ProgressCounters tally = new ProgressCounters();
    private final PrintStream out;
    private final int width;
    private final BarRenderer renderer;
    private final long began = System.nanoTime();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("trawl-progress"));
    private volatile Phase phase = Phase.DISCOVERY;
    private volatile String waiting = "";

    // Guarded by this.
    private String shown = "";
    private boolean held;
    private boolean closed;

    BarProgress(PrintStream out, Terminal terminal) {
        this.out = out;
        this.width = terminal.width() - 1;
        this.renderer = new BarRenderer(terminal.blocks());
        timer.scheduleAtFixedRate(this::draw, 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void draw() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        String line = renderer.render(new BarRenderer.State(phase, tally.now(), elapsed, waiting), width);
        if (!held && !closed && !line.equals(shown)) {
            shown = line;
            print(BACK_AND_CLEAR + line);
        }
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void phase(Phase begun) {
        phase = begun;
    }

    @Override
    public void standing(Counts counts) {
        tally.standing(counts);
    }

    @Override
    public void listed(long more) {
        tally.listed(more);
    }

    @Override
    public void completed(List<Outcome> outcomes) {
        tally.completed(outcomes);
    }

    @Override
    public void waiting(String why) {
        waiting = OneLine.of(why);
    }

    @Override
    public synchronized void warning(String message) {
        String line = Progress.line(message) + "\n";
        print(closed ? line : BACK_AND_CLEAR + line + shown);
    }

    /** Takes the bar away meanwhile. */
    @Override
    public void aside(Runnable conversation) {
        hold(true);
        try {
            conversation.run();
        } finally {
            hold(false);
        }
    }

    private synchronized void hold(boolean begins) {
        held = begins;
        if (begins && !closed) {
            shown = "";
            print(BACK_AND_CLEAR);
        }
    }

    @Override
    public synchronized void close() {
        timer.shutdown();
        draw();
        closed = true;
        print("\n");
    }
}
