package io.trawl.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What this process logs, from when it is made until it is closed. */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Formatter formatter = new SimpleFormatter();
    private final Logger root = Logger.getLogger("");
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord logged) {
            lines.add(formatter.format(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public LogLines() {
        root.addHandler(handler);
    }

    /** What was logged so far, with stack traces; formatted as by {@link SimpleFormatter}. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        root.removeHandler(handler);
    }
}
