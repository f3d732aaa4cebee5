package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.ManagedProcess;
import java.nio.file.Path;
import java.util.OptionalInt;

/** One Job of a {@link JobSinkService}: an event and the process that was started for it. */
public final class Job {

    /** How far it is. */
    public enum State {
        /** There is no room for it yet. */
        PENDING,
        /** Its process runs. */
        RUNNING,
        /** Its process has ended by itself, or was killed. */
        ENDED,
        /** {@code activeDeadlineSeconds} were over before its process ended, or before there was room for it. */
        EXPIRED,
        /** Its Secret was never made: it waits for its event until {@code activeDeadlineSeconds} are over. */
        LOST
    }

    private final String name;
    private final CloudEvent event;
    private final Path directory;
    private State state;
    private ManagedProcess process;
    private Integer exitCode;
    private long forgottenAt = Long.MAX_VALUE;

    Job(String name, CloudEvent event, Path directory) {
        this.name = name;
        this.event = event;
        this.directory = directory;
        this.state = State.PENDING;
    }

    /** Its name in the cluster, the same for the same source and id. */
    public String name() {
        return name;
    }

    /** The event it is for. */
    public CloudEvent event() {
        return event;
    }

    /** How far it is now. */
    public synchronized State state() {
        return state;
    }

    /** The process's exit code, 128 + n for signal n; empty until it has ended. */
    public synchronized OptionalInt exitCode() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** What the process writes to its standard output and error. */
    public Path log() {
        return directory.resolve("log");
    }

    /** SIGKILL, if its process runs. */
    public synchronized void kill() {
        if (state == State.RUNNING) {
            process.kill();
        }
    }

    /** The folder that stands for the Secret, mounted. */
    Path eventDirectory() {
        return directory.resolve("event-volume");
    }

    synchronized void running(ManagedProcess started) {
        process = started;
        state = State.RUNNING;
    }

    /** @param code null if there was no process */
    synchronized void ended(State how, Integer code) {
        state = how;
        exitCode = code;
    }

    /** @param nanoTime when the cluster deletes it */
    synchronized void forgetAt(long nanoTime) {
        forgottenAt = nanoTime;
    }

    synchronized boolean forgotten() {
        return forgottenAt != Long.MAX_VALUE && System.nanoTime() - forgottenAt >= 0;
    }

    synchronized ManagedProcess process() {
        return process;
    }
}
