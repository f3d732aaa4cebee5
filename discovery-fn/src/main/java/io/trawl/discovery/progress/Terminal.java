package io.trawl.discovery.progress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What stderr is connected to. Java itself says only whether stdin and stdout both are a terminal, and not on every version. That
 * does not answer it: the summary may go into a file while the bar stays on the screen.
 *
 * @param width in columns
 * @param blocks whether it can show block characters
 */
public record Terminal(int width, boolean blocks) {

    private static final int DEFAULT_WIDTH = 80;

    /** The terminal, or empty if stderr is a file, a pipe or nothing, or a terminal that cannot move its cursor. */
    static Optional<Terminal> onStderr() {
        return "dumb".equals(System.getenv("TERM"))
                ? Optional.empty()
                : shell("test -t 2 && stty size <&2").map(size -> new Terminal(width(size), canShowBlocks()));
    }

    /**
     * Prints a question on stderr and waits for a line; empty unless stdin and stderr are a terminal, or if no more is typed.
     */
    public static Optional<String> ask(String question) {
        if (shell("test -t 0 && test -t 2").isEmpty()) {
            return Optional.empty();
        }
        System.err.print(question);
        System.err.flush();
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return Optional.ofNullable(line).map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a command that uses this process' stdin and stderr prints; empty if it fails or there is no shell. */
    private static Optional<String> shell(String command) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
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
