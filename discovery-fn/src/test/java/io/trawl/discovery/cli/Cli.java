package io.trawl.discovery.cli;

import io.trawl.testkit.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged application as a process of its own. */
public final class Cli {

    /** What a process left behind. */
    public record Result(int exitCode, String out, String err) {
        public List<String> errLines() {
            return err.lines().toList();
        }
    }

    private final Process process;
    private final Collector out;
    private final Collector err;

    private Cli(Process process) {
        this.process = process;
        this.out = new Collector(process.getInputStream());
        this.err = new Collector(process.getErrorStream());
    }

    public static Cli start(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments);
    }

    /**
     * @param environment variables it has besides those of this process
     */
    public static Cli start(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().putAll(environment);
            return new Cli(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Result run(Path folder, String... arguments) {
        return start(folder, arguments).await();
    }

    public Process process() {
        return process;
    }

    /** What it has said on stderr so far. */
    public String err() {
        return err.text();
    }

    /** Sends a signal, for example {@code STOP}. */
    public void signal(String name) {
        Signals.send(name, process.toHandle());
    }

    /** Ends it in the middle of whatever it does (SIGKILL), and waits until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Waits until stderr holds a text, or the process has ended. */
    public void awaitErr(String text) throws InterruptedException {
        while (process.isAlive() && !err.text().contains(text)) {
            Thread.sleep(10);
        }
    }

    public Result await() {
        return await(Duration.ofMinutes(2));
    }

    public Result await(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + limit + "; stderr: " + err.text());
            }
            return new Result(process.exitValue(), out.rest(), err.rest());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    /** Reads a stream on a thread of its own, so that the process never waits for its reader. */
    private static final class Collector extends Thread {
        private final InputStream in;
        private final StringBuffer text = new StringBuffer();

        Collector(InputStream in) {
            this.in = in;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            try (var reader = new java.io.InputStreamReader(in, StandardCharsets.UTF_8)) {
                char[] buffer = new char[8192];
                for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                    text.append(buffer, 0, read);
                }
            } catch (IOException closed) {
                text.append("\n[stream broke: ").append(closed.getMessage()).append(']');
            }
        }

        String text() {
            return text.toString();
        }

        String rest() throws InterruptedException {
            join();
            return text();
        }
    }
}
