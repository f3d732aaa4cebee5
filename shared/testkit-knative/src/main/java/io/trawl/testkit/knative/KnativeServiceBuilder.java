package io.trawl.testkit.knative;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;

/** Describes a {@link KnativeService}; without a word, one pod with one request at a time. */
public final class KnativeServiceBuilder {

    final String name;
    final IntFunction<ProcessBuilder> command;
    String readiness = "/q/health/ready";
    int pods = 1;
    int containerConcurrency = 1;
    Duration timeout = Duration.ofSeconds(300);
    Duration grace = Duration.ofSeconds(10);
    Path directory;

    KnativeServiceBuilder(String name, IntFunction<ProcessBuilder> command) {
        this.name = name;
        this.command = command;
    }

    /** The path of the readiness probe, which must answer 200. Asked until then, not afterwards. */
    public KnativeServiceBuilder readiness(String path) {
        readiness = path;
        return this;
    }

    /** How many pods: min-scale and max-scale in one. */
    public KnativeServiceBuilder pods(int value) {
        pods = value;
        return this;
    }

    /** How many requests a pod has at a time, at least 1 (here there is no 0 for any number). */
    public KnativeServiceBuilder containerConcurrency(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("containerConcurrency: " + value + " is less than 1");
        }
        containerConcurrency = value;
        return this;
    }

    /** {@code timeoutSeconds}, 300 as in Knative: how long a pod may take to answer, and a request to get a pod. */
    public KnativeServiceBuilder timeout(Duration value) {
        timeout = value;
        return this;
    }

    /** How long pods may take to end after SIGTERM when the service is closed. */
    public KnativeServiceBuilder grace(Duration value) {
        grace = value;
        return this;
    }

    /** Where the pods' logs go; without a word, a new temporary folder. */
    public KnativeServiceBuilder logs(Path value) {
        directory = value;
        return this;
    }

    /**
     * Starts the pods and waits until all are ready.
     *
     * @throws java.util.concurrent.CompletionException if one does not become ready; nothing runs then
     */
    public KnativeService start() {
        try {
            directory = directory == null ? Files.createTempDirectory(name + "-pods-") : directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnativeService(this);
    }
}
