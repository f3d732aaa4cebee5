package io.trawl.discovery.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of a command: on stderr, one line each, and of libraries nothing but warnings. */
final class ConsoleLog {

    private ConsoleLog() {}

    static void warningsToStderr() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler); // Quarkus' own holds records back until Quarkus has started
        }
        root.setLevel(Level.WARNING);
        Handler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new OneLine());
        root.addHandler(console);
    }

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord logged) {
            return "trawl: " + logged.getLevel().getName() + ": " + formatMessage(logged) + System.lineSeparator();
        }
    }
}
