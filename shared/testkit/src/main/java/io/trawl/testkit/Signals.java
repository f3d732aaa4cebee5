package io.trawl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes, which Java cannot but for SIGTERM and SIGKILL. */
public final class Signals {

    private Signals() {}

    /**
     * Sends one; does nothing if the process has ended. An interrupt of the thread does not keep it from that.
     *
     * @param name for example {@code STOP}
     * @throws IllegalStateException if it is not sent although the process runs
     */
    public static void send(String name, ProcessHandle process) {
        try {
            int sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (sent != 0 && process.isAlive()) {
                throw new IllegalStateException("kill -" + name + " " + process.pid() + ": " + sent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
