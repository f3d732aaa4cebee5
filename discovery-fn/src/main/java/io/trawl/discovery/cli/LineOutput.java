package io.trawl.discovery.cli;

import java.io.PrintWriter;

/** Prints many lines, several at a time, for as long as somebody reads them. */
final class LineOutput implements AutoCloseable {

    private static final int CHARACTERS_AT_A_TIME = 1 << 15;

    private final PrintWriter out;
    private final StringBuilder waiting = new StringBuilder(CHARACTERS_AT_A_TIME + 1024);

    LineOutput(PrintWriter out) {
        this.out = out;
    }

    /**
     * @throws ReaderGoneException if nobody reads any more
     */
    void print(String line) {
        waiting.append(line).append('\n');
        if (waiting.length() >= CHARACTERS_AT_A_TIME) {
            flush();
        }
    }

    private void flush() {
        out.append(waiting);
        waiting.setLength(0);
        if (out.checkError()) {
            throw new ReaderGoneException();
        }
    }

    @Override
    public void close() {
        flush();
    }

    /** Whoever read has had enough. */
    static final class ReaderGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ReaderGoneException() {
            super("nobody reads any more", null, false, false);
        }
    }
}
