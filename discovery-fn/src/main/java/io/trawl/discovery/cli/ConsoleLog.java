package io.trawl.discovery.cli;

import io.trawl.api.util.OneLine;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The log of a command: on stderr, one line each, and of libraries nothing but warnings. */
final class ConsoleLog {

    /** Their callers report what they warn of. Kept here, since the log manager forgets the levels of loggers that are not. */
    private static final List<Logger> QUIET = Stream.of("io.fabric8.kubernetes.client", "io.vertx", "io.netty")
            .map(Logger::getLogger)
            .toList();

    private ConsoleLog() {}

    static void warningsToStderr() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler); // Quarkus' own holds records back until Quarkus has started
        }
        root.setLevel(Level.WARNING);
        Handler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new Lines());
        root.addHandler(console);
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    }

    /** The form of every other line on stderr; the names of levels depend on which log manager there is. */
    static final class Lines extends Formatter {
        @Override
        public String format(LogRecord logged) {
            return "trawl: " + word(logged.getLevel()) + ": " + OneLine.folded(formatMessage(logged))
                    + System.lineSeparator();
        }

        private static String word(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) {
                return "error";
            }
            if (level.intValue() >= Level.WARNING.intValue()) {
                return "warning";
            }
            return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
        }
    }
}
