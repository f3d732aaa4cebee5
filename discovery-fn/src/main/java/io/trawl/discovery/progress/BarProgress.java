package io.trawl.discovery.progress;

import io.trawl.api.ledger.Phase;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;
import io.trawl.api.util.OneLine;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar in a terminal, with warnings above it. */
final class BarProgress implements Progress {

    private static final int REFRESH_MILLIS = 100;

    private final ProgressCounters tally = new ProgressCounters();
    private final BarLine line;
    private final ProgressBar bar;
    private volatile Phase phase = Phase.DISCOVERY;
    private volatile String waiting = "";

    BarProgress(PrintStream out, Terminal terminal) {
        this.line = new BarLine(out, terminal.width() - 1);
        BarRenderer renderer = new BarRenderer(terminal.blocks());
        this.bar = new ProgressBarBuilder()
                .setInitialMax(0)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .continuousUpdate()
                .setConsumer(line)
                .setRenderer((state, width) -> renderer.render(
                        new BarRenderer.State(phase, tally.now(), elapsed(state.getTotalElapsed()), waiting), width))
                .build();
    }

    private static Duration elapsed(Duration total) {
        return total.isNegative() ? Duration.ZERO : total;
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
    public void warning(String message) {
        line.above(Progress.line(message));
    }

    @Override
    public void aside(Runnable conversation) {
        line.hold();
        try {
            conversation.run();
        } finally {
            line.goOn();
        }
    }

    @Override
    public void close() {
        bar.close();
    }
}
