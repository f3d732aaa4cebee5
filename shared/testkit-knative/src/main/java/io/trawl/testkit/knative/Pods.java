package io.trawl.testkit.knative;

import io.trawl.testkit.HttpEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The pods of a service: as many as wanted, each with its slots; one that ends is replaced. */
final class Pods implements AutoCloseable {

    /** A free port can be taken by somebody else before the pod takes it. */
    private static final int STARTS = 3;

    private static final Duration READY = Duration.ofMinutes(2);

    private final KnativeServiceBuilder service;
    private final ExecutorService threads;
    private final LinkedBlockingQueue<Pod> slots = new LinkedBlockingQueue<>();
    /** Processes that run, ready or not. */
    private final List<Pod> running = new ArrayList<>();

    private final List<Pod> ready = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private int wanted;
    private int starting;
    private int numbers;
    private boolean closed;

    Pods(KnativeServiceBuilder service) {
        this.service = service;
        this.threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("pods-" + service.name));
    }

    /** Makes them more or fewer; returns when those that are new are ready. */
    void scale(int number) {
        List<Pod> superfluous;
        synchronized (this) {
            wanted = number;
            superfluous = ready().stream().skip(number).toList();
            ready.removeAll(superfluous);
        }
        superfluous.forEach(Pod::drain);
        CompletableFuture.allOf(fill().toArray(CompletableFuture[]::new)).join();
    }

    /** Starts what is wanting. */
    private synchronized List<CompletableFuture<Void>> fill() {
        List<CompletableFuture<Void>> started = new ArrayList<>();
        while (!closed && ready.size() + starting < wanted) {
            starting++;
            started.add(CompletableFuture.runAsync(this::startOne, threads));
        }
        return started;
    }

    private void startOne() {
        Pod pod = null;
        try {
            pod = launch();
        } finally {
            add(pod);
        }
    }

    private synchronized void add(Pod pod) {
        starting--;
        if (pod == null) {
            return;
        }
        ready.add(pod);
        for (int slot = 0; slot < service.containerConcurrency; slot++) {
            slots.add(pod);
        }
        pod.process().onExit(() -> replace(pod));
    }

    /** What the kubelet does when a container has ended. */
    private void replace(Pod ended) {
        synchronized (this) {
            running.remove(ended);
            ready.remove(ended);
        }
        fill().forEach(started -> started.exceptionally(e -> {
            say(e);
            return null;
        }));
    }

    /** Requests then wait, and are answered 503. */
    private synchronized void say(Throwable notStarted) {
        if (!closed) {
            notStarted.printStackTrace();
        }
    }

    private Pod launch() {
        for (int start = 1; ; start++) {
            Pod pod = begin();
            try {
                if (pod.awaitReady(service.readiness, READY)) {
                    return pod;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("service " + service.name + ": closed while pods were starting");
            }
            pod.kill();
            synchronized (this) {
                running.remove(pod);
            }
            if (start == STARTS) {
                throw new IllegalStateException("service " + service.name + ": pod " + pod.number()
                        + " does not become ready at " + service.readiness + ", see " + pod.log());
            }
        }
    }

    private synchronized Pod begin() {
        if (closed) {
            throw new IllegalStateException("service " + service.name + ": closed");
        }
        int number = ++numbers;
        Path log = service.directory.resolve(service.name + "-" + number + ".log");
        int port = freePort();
        Pod pod = new Pod(number, port, service.command.apply(port), log);
        running.add(pod);
        logs.add(log);
        return pod;
    }

    /** A pod with a slot for one request, or null when the time is up. */
    Pod take(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Pod pod = slots.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (pod == null || pod.begin()) {
                return pod;
            }
        }
    }

    /** Gives the slot back. */
    void release(Pod pod) {
        if (pod.finish()) {
            slots.add(pod);
        }
    }

    synchronized List<Pod> ready() {
        return ready.stream().sorted(Comparator.comparingInt(Pod::number)).toList();
    }

    synchronized List<Path> logs() {
        return List.copyOf(logs);
    }

    /** Ends all of them. */
    @Override
    public void close() {
        List<Pod> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(running);
        }
        threads.shutdownNow();
        left.forEach(pod -> pod.process().terminate());
        try {
            long end = System.nanoTime() + service.grace.toNanos();
            for (Pod pod : left) {
                pod.process().end(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            left.forEach(Pod::kill);
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
