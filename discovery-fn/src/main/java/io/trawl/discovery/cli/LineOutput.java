package io.trawl.discovery.cli;

import java.io.PrintWriter;

/** Prints many lines, several at a time, for as long as standard output takes them. */
final class LineOutput implements AutoCloseable {

    private static final int CHARACTERS_AT_A_TIME = 1 << 15;

    private final PrintWriter out;
    private final StringBuilder waiting = new StringBuilder(CHARACTERS_AT_A_TIME + 1024);

    LineOutput(PrintWriter out) {
        this.out = out;
    }

    /**
     * @throws NotWrittenException if nothing more can be written
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
            throw new NotWrittenException();
        }
    }

    @Override
    public void close() {
        flush();
    }

    /** Nothing more can be written; why, and whether that is an error, is known to {@link StandardOutput}. */
    static final class NotWrittenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotWrittenException() {
            super("standard output takes no more", null, false, false);
        }
    }
}
