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
        /** Its process has ended. */
        ENDED,
        /** Its Secret was never made: it waits for its event. */
        LOST
    }

    private final CloudEvent event;
    private final Path directory;
    private State state = State.PENDING;
    private ManagedProcess process;

    Job(CloudEvent event, Path directory) {
        this.event = event;
        this.directory = directory;
    }

    /** The event it is for. */
    CloudEvent event() {
        return event;
    }

    /** How far it is now. */
    public synchronized State state() {
        return state;
    }

    /** The process's exit code, 128 + n for signal n; empty until it has ended. */
    public synchronized OptionalInt exitCode() {
        return state == State.ENDED ? OptionalInt.of(process.exitCode()) : OptionalInt.empty();
    }

    /** What the process writes to its standard output and error. */
    Path log() {
        return directory.resolve("log");
    }

    /** The folder that stands for the Secret, mounted. */
    Path eventDirectory() {
        return directory.resolve("event-volume");
    }

    synchronized void running(ManagedProcess started) {
        process = started;
        state = State.RUNNING;
    }

    synchronized void ended() {
        state = State.ENDED;
    }

    synchronized void lost() {
        state = State.LOST;
    }

    /** Null if it has none yet. */
    synchronized ManagedProcess process() {
        return process;
    }
}
