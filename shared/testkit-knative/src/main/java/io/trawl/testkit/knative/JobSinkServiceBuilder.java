package io.trawl.testkit.knative;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Describes a {@link JobSinkService}. */
public final class JobSinkServiceBuilder {

    final String name;
    final Supplier<ProcessBuilder> command;
    int maxParallel = 4;
    Duration activeDeadline = Duration.ofMinutes(10);
    Duration ttl;
    double loss;
    long seed = 1;
    Path directory;

    JobSinkServiceBuilder(String name, Supplier<ProcessBuilder> command) {
        this.name = name;
        this.command = command;
    }

    /** How many processes the cluster has room for; other Jobs are pending. */
    public JobSinkServiceBuilder maxParallel(int value) {
        maxParallel = value;
        return this;
    }

    /** {@code activeDeadlineSeconds} of the Job, which count from its making, pending or not; without a word 10 minutes. */
    public JobSinkServiceBuilder activeDeadline(Duration value) {
        activeDeadline = value;
        return this;
    }

    /** {@code ttlSecondsAfterFinished} of the Job; without a word it stays for ever, and with it the duplicate's mark. */
    public JobSinkServiceBuilder ttl(Duration value) {
        ttl = value;
        return this;
    }

    /** The share of events, 0 to 1, that are answered 202 and whose Job never gets its event; the seed is printed. */
    public JobSinkServiceBuilder lose(double share, long withSeed) {
        System.err.println("job sink " + name + ": loses with probability " + share + ", seed " + withSeed);
        loss = share;
        seed = withSeed;
        return this;
    }

    /** Where events and logs go; without a word, a new temporary folder. */
    public JobSinkServiceBuilder directory(Path value) {
        directory = value;
        return this;
    }

    /** Starts it on a free port. */
    public JobSinkService start() {
        try {
            directory = directory == null ? Files.createTempDirectory(name + "-jobs-") : directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JobSinkService(this);
    }
}
