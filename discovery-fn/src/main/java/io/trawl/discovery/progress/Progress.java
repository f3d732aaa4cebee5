package io.trawl.discovery.progress;

import io.trawl.api.util.OneLine;
import io.trawl.engine.RunListener;
import java.io.PrintWriter;
import java.time.Clock;

/** Shows the progress of a run at the command line, until it is closed. */
public interface Progress extends RunListener, AutoCloseable {

    /** Runs something that uses the screen, a question to the user for example, while nothing else is drawn. */
    default void aside(Runnable conversation) {
        conversation.run();
    }

    /** Leaves the screen in order; what is shown last stays. */
    @Override
    void close();

    /** A bar if stderr is a terminal, else a line now and then. */
    static Progress onStderr() {
        return Terminal.onStderr()
                .<Progress>map(terminal -> new BarProgress(System.err, terminal))
                .orElseGet(() -> new LineProgress(System.err, Clock.systemUTC()));
    }

    /** Only warnings, a line each. */
    static Progress none(PrintWriter err) {
        return new Progress() {
            @Override
            public void warning(String message) {
                err.println(line(message));
                err.flush();
            }

            @Override
            public void close() {}
        };
    }

    /** How a warning looks on stderr. */
    static String line(String warning) {
        return "trawl: warning: " + OneLine.of(warning);
    }
}
