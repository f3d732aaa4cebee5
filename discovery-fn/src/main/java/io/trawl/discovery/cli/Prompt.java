package io.trawl.discovery.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.util.Optional;

/** Asks the user, if stdin and stderr are a terminal. */
final class Prompt {

    private Prompt() {}

    /** Prints the question on stderr and waits for a line; empty without a terminal, or if no more is typed. */
    static Optional<String> ask(String question) {
        try {
            if (!isThere()) {
                return Optional.empty();
            }
            System.err.print(question);
            System.err.flush();
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            return Optional.ofNullable(line).map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Asked of a shell, as {@link System#console} does not say it on every version of Java. */
    private static boolean isThere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", "test -t 0 && test -t 2")
                .redirectInput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        return process.waitFor() == 0;
    }
}
