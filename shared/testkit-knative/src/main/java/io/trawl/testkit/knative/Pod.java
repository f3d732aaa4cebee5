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

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(25);

    private final int number;
    private final int port;
    private final Path log;
    private final ManagedProcess process;
    private int underWay;
    private boolean leaving;

    Pod(int number, int port, ProcessBuilder command, Path log) {
        this.number = number;
        this.port = port;
        this.log = log;
        this.process = ManagedProcess.start(command, log);
    }

    /** Counted from 1 over the service's life; a replacement has a number of its own. */
    public int number() {
        return number;
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** What it writes to its standard output and error. */
    public Path log() {
        return log;
    }

    /** Whether the process runs. */
    public boolean alive() {
        return process.alive();
    }

    ManagedProcess process() {
        return process;
    }

    /** An address on it. */
    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port + pathAndQuery);
    }

    /** The readiness probe: returns true when the path answers 200, false when the process has ended or time is up. */
    boolean awaitReady(String path, Duration limit) throws InterruptedException {
        HttpRequest probe =
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build();
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

    /** Takes one request more, unless the pod is on its way out. */
    synchronized boolean begin() {
        if (leaving || !process.alive()) {
            return false;
        }
        underWay++;
        return true;
    }

    /** Ends a request; returns whether the pod may have another. */
    synchronized boolean finish() {
        underWay--;
        if (leaving && underWay == 0) {
            process.terminate();
        }
        return !leaving && process.alive();
    }

    /** Gets no more requests, and SIGTERM when those it has are answered. */
    synchronized void drain() {
        leaving = true;
        if (underWay == 0) {
            process.terminate();
        }
    }

    /** SIGKILL, now. */
    synchronized void kill() {
        leaving = true;
        process.kill();
    }
}
