package io.trawl.discovery.progress;

import io.trawl.core.engine.RunListener;
import java.time.Clock;

/** Shows a user at the command line how a run goes on, until it is closed. */
public interface Progress extends RunListener, AutoCloseable {

    /** Leaves the screen in order; what is shown last stays. */
    @Override
    void close();

    /** A bar if stderr is a terminal, else a line now and then. */
    static Progress onStderr() {
        return Terminal.onStderr()
                .<Progress>map(terminal -> new BarProgress(System.err, terminal))
                .orElseGet(() -> new LineProgress(System.err, Clock.systemUTC()));
    }

    /** Only warnings. */
    static Progress none() {
        return new Progress() {
            @Override
            public void warning(String message) {
                System.err.println(line(message));
            }

            @Override
            public void close() {}
        };
    }

    /** How a warning looks on stderr. */
    static String line(String warning) {
        return "trawl: warning: " + warning;
    }
}
