package io.trawl.discovery.local;

import io.trawl.testkit.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A workflow run by the packaged application, in a process with as much memory as the test gives it. */
public final class PackagedRun {

    private final Path folder;
    private final LocalRun run;
    private final String memory;

    /** What a process left behind. */
    record Result(int exitCode, List<String> out, List<String> err) {}

    /**
     * @param folder where the workflow and the streams are kept
     * @param memory of the heap, as {@code -Xmx} takes it
     */
    PackagedRun(Path folder, LocalRun run, String memory) {
        this.folder = folder;
        this.run = run;
        this.memory = memory;
    }

    Result ingest(Duration limit, String... options) throws InterruptedException {
        run.workflow(); // writes the file
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + memory,
                "-XX:+UseSerialGC",
                "-jar",
                Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString(),
                "ingest",
                "-c",
                folder.resolve("test.yaml").toString(),
                "--no-progress"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(run.environment());
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
            ManagedProcess process = ManagedProcess.start(builder, out, err);
            if (!process.await(limit)) {
                process.kill();
                throw new AssertionError("no end after " + limit + "; stderr: " + Files.readString(err));
            }
            return new Result(process.exitCode(), Files.readAllLines(out), Files.readAllLines(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
