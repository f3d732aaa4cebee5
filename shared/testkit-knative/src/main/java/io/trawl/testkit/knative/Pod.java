package io.trawl.testkit.knative;

import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.ManagedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** One process of a {@link KnativeService}. */
public final class Pod {

    /** The path of the readiness probe. */
    private static final String READINESS = "/q/health/ready";

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(25);

    private final int number;
    private final int port;
    private final Path log;
    private final ManagedProcess process;

    Pod(int number, int port, ProcessBuilder command, Path log) {
        this.number = number;
        this.port = port;
        this.log = log;
        this.process = ManagedProcess.start(command, log);
    }

    /** Counted from 1 over the service's life; a replacement has a number of its own. */
    int number() {
        return number;
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** What it writes to its standard output and error. */
    Path log() {
        return log;
    }

    ManagedProcess process() {
        return process;
    }

    /** An address on it. */
    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    /** The readiness probe: true when it answers 200, false when the process has ended or time is up. */
    boolean awaitReady(Duration limit) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(uri(READINESS))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + limit.toNanos();
        while (process.alive() && System.nanoTime() < end) {
            try {
                if (HttpEndpoint.CLIENT.send(probe, BodyHandlers.discarding()).statusCode() == 200) {
                    return true;
                }
            } catch (IOException notYet) {
                // it does not listen yet
            }
            Thread.sleep(BETWEEN_PROBES.toMillis());
        }
        return false;
    }
}
