package io.trawl.discovery.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The one line of the screen that the bar is drawn on again and again; other text goes above it. */
final class BarLine implements ProgressBarConsumer {

    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final int width;
    private String shown = "";
    private boolean closed;
    private boolean held;

    BarLine(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
        return width;
    }

    @Override
    public synchronized void accept(String rendered) {
        if (!held && !rendered.equals(shown)) {
            shown = rendered;
            out.print(BACK_AND_CLEAR + rendered);
            out.flush();
        }
    }

    /** Takes the bar away until {@link #goOn}. */
    synchronized void hold() {
        held = true;
        shown = "";
        out.print(closed ? "" : BACK_AND_CLEAR);
        out.flush();
    }

    synchronized void goOn() {
        held = false;
    }

    /** Prints a whole line above the bar. */
    synchronized void above(String text) {
        out.print(closed ? text + "\n" : BACK_AND_CLEAR + text + "\n" + shown);
        out.flush();
    }

    @Override
    public synchronized void close() {
        closed = true;
        out.print("\n");
        out.flush();
    }
}
