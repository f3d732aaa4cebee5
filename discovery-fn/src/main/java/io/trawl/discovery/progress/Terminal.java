package io.trawl.discovery.progress;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What stderr is connected to. Java itself only says whether stdin and stdout both are a terminal, which is another
 * question: the summary may go into a file while the bar stays on the screen.
 *
 * @param width in columns
 * @param blocks whether it can show block characters
 */
record Terminal(int width, boolean blocks) {

    private static final int DEFAULT_WIDTH = 80;

    /** The terminal, or empty if stderr is a file, a pipe or nothing, or a terminal that cannot move its cursor. */
    static Optional<Terminal> onStderr() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", "test -t 2 && stty size <&2")
                    .redirectError(Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String size = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? Optional.of(new Terminal(width(size), canShowBlocks())) : Optional.empty();
        } catch (IOException noShell) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The second of two numbers; a terminal that does not know its size says 0. */
    private static int width(String rowsAndColumns) {
        int space = rowsAndColumns.indexOf(' ');
        int columns = space < 0 ? 0 : Integer.parseInt(rowsAndColumns.substring(space + 1));
        return columns < 20 ? DEFAULT_WIDTH : columns;
    }

    private static boolean canShowBlocks() {
        return Charset.forName(System.getProperty("native.encoding", "US-ASCII"))
                .newEncoder()
                .canEncode('█');
    }
}
