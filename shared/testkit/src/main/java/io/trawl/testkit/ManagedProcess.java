package io.trawl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that writes into a log file and does not outlive this one. */
public final class ManagedProcess {

    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(ManagedProcess::killAll)));
    }

    private final Process process;

    private ManagedProcess(Process process) {
        this.process = process;
    }

    /** Starts it; both of its streams go to the file. */
    public static ManagedProcess start(ProcessBuilder command, Path log) {
        return start(command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    }

    /** Starts it; its streams go to a file each. */
    public static ManagedProcess start(ProcessBuilder command, Path output, Path errors) {
        return start(command.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())));
    }

    private static ManagedProcess start(ProcessBuilder command) {
        try {
            Process process = command.start();
            ALIVE.add(process);
            process.onExit().thenRun(() -> ALIVE.remove(process));
            process.getOutputStream().close();
            return new ManagedProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Does something when it has ended, on some thread. */
    public void onExit(Runnable action) {
        process.onExit().thenRun(action);
    }

    /** SIGTERM, which a process may take its time to follow. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL, to its children too. */
    public void kill() {
        killAll(process);
    }

    /** Waits for its end; false if the time is up. */
    public boolean await(Duration limit) throws InterruptedException {
        return process.waitFor(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** SIGTERM, and SIGKILL when the time is up; returns when it has ended. */
    public void end(Duration grace) throws InterruptedException {
        terminate();
        if (!await(grace)) {
            kill();
            process.waitFor();
        }
    }

    /** Of a process that has ended; 128 + n for signal n. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Stops it before its children are looked for: one that it starts meanwhile would live on, and write into its folder. */
    private static void killAll(Process process) {
        Signals.send("STOP", process.toHandle());
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
