package io.trawl.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of a packaged application as a process of its own. */
public final class Cli {

    /** What a command left behind. */
    public record Result(int exitCode, String out, String err) {

        public List<String> errLines() {
            return err.lines().toList();
        }

        /** Fails unless it ended with this code. */
        public Result with(int code) {
            assertThat(exitCode).as(toString()).isEqualTo(code);
            return this;
        }

        /** Fails unless it ended well. */
        public Result ok() {
            return with(0);
        }

        /** Fails unless it ended with this code and a line for the user, and printed nothing else. */
        public Result oneLine(int code, String... parts) {
            assertThat(out).as(err).isEmpty();
            assertThat(errLines())
                    .as(toString())
                    .singleElement()
                    .asString()
                    .startsWith("trawl: ")
                    .contains(parts);
            return with(code);
        }
    }

    private final Process process;
    private final Path out;
    private final Path err;

    private Cli(ProcessBuilder builder, boolean oneStream) {
        try {
            out = newFile();
            err = newFile();
            builder.redirectOutput((oneStream ? err : out).toFile());
            process = (oneStream ? builder.redirectErrorStream(true) : builder.redirectError(err.toFile())).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not in the folder of the command: tests look at what there is. */
    private static Path newFile() throws IOException {
        Path file = Files.createTempFile("trawl-cli", ".txt");
        file.toFile().deleteOnExit();
        return file;
    }

    /** Starts a command. */
    public static Cli start(ProcessBuilder builder) {
        return new Cli(builder, false);
    }

    /** Starts a command whose standard output goes where its standard error goes. */
    public static Cli startWithOneStream(ProcessBuilder builder) {
        return new Cli(builder, true);
    }

    /**
     * Starts a command of the packaged command line.
     *
     * @param environment variables it has besides those of this process
     */
    public static Cli start(Path folder, Map<String, String> environment, String... arguments) {
        ProcessBuilder builder =
                Packaged.command("discovery-fn", List.of(), arguments).directory(folder.toFile());
        builder.environment().putAll(environment);
        return start(builder);
    }

    /** Runs one to its end. */
    public static Result run(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments).await();
    }

    public Process process() {
        return process;
    }

    /** What it has said on stderr so far. */
    public String err() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        while (process.isAlive() && !err().contains(text)) {
            Thread.sleep(10);
        }
    }

    /** Waits for its end, two minutes at most. */
    public Result await() {
        return await(Duration.ofMinutes(2));
    }

    /** Waits for its end; one that does not come is a failure. */
    public Result await(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + limit + "; stderr: " + err());
            }
            return new Result(process.exitValue(), text(out), err());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }
}
