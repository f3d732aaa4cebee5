package io.trawl.testkit.knative;

import io.trawl.testkit.HttpEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A Knative Service in front of real processes: one address, behind it so many pods with {@code containerConcurrency} each. A
 * pod that ends, for whatever reason, is replaced. Nothing scales. Closing it, and the end of this process, end the pods.
 *
 * <pre>{@code
 * try (var worker = KnativeService.start("worker", port -> {
 *             var command = new ProcessBuilder("java", "-jar", "worker-fn/target/quarkus-app/quarkus-run.jar", "serve");
 *             command.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
 *             return command;
 *         }, 4, 1, folder)) {
 *     broker.trigger("worker", null, worker.uri("/"), Delivery.standard());
 * }
 * }</pre>
 */
public final class KnativeService implements AutoCloseable {

    /** Another process can take a free port before the pod does. */
    private static final int STARTS = 3;

    private static final Duration READY = Duration.ofMinutes(2);

    /** How long pods may take to end after SIGTERM when the service is closed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String name;
    private final IntFunction<ProcessBuilder> command;
    private final int containerConcurrency;
    private final Path logs;
    private final PodProxy proxy = new PodProxy(this);
    private final HttpEndpoint endpoint;
    private final ExecutorService threads;
    /** A pod for each request that it can take. */
    private final LinkedBlockingQueue<Pod> slots = new LinkedBlockingQueue<>();
    /** Processes that run, ready or not. */
    private final List<Pod> running = new ArrayList<>();

    private final List<Pod> ready = new ArrayList<>();
    private int numbers;
    private boolean closed;

    private KnativeService(String name, IntFunction<ProcessBuilder> command, int containerConcurrency, Path logs) {
        this.name = name;
        this.command = command;
        this.containerConcurrency = containerConcurrency;
        this.logs = logs;
        this.threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("pods-" + name));
        this.endpoint = new HttpEndpoint("service-" + name, proxy);
    }

    /**
     * Starts the pods and waits until all are ready.
     *
     * @param command makes the command of a pod that is to listen on this port
     * @param pods how many: min-scale and max-scale in one
     * @param containerConcurrency how many requests a pod has at a time, at least 1 (here there is no 0 for any number)
     * @param logs the folder for the pods' logs, a file each
     * @throws java.util.concurrent.CompletionException if one does not become ready; nothing runs then
     */
    public static KnativeService start(
            String name, IntFunction<ProcessBuilder> command, int pods, int containerConcurrency, Path logs) {
        KnativeService service = new KnativeService(name, command, containerConcurrency, logs);
        try {
            CompletableFuture.allOf(IntStream.range(0, pods)
                            .mapToObj(each -> CompletableFuture.runAsync(service::startOne, service.threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private void startOne() {
        Pod pod = launch();
        synchronized (this) {
            ready.add(pod);
        }
        for (int slot = 0; slot < containerConcurrency; slot++) {
            slots.add(pod);
        }
        pod.process().onExit(() -> replace(pod));
    }

    /** What the kubelet does when a container has ended. */
    private synchronized void replace(Pod ended) {
        running.remove(ended);
        ready.remove(ended);
        if (!closed) {
            threads.execute(this::startOne);
        }
    }

    private Pod launch() {
        for (int start = 1; ; start++) {
            Pod pod = begin();
            try {
                if (pod.awaitReady(READY)) {
                    return pod;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("service " + name + ": closed while pods were starting");
            }
            pod.process().kill();
            synchronized (this) {
                running.remove(pod);
            }
            if (start == STARTS) {
                throw new IllegalStateException(
                        "service " + name + ": pod " + pod.number() + " does not become ready, see " + pod.log());
            }
        }
    }

    private synchronized Pod begin() {
        if (closed) {
            throw new IllegalStateException("service " + name + ": closed");
        }
        numbers++;
        int port = freePort();
        Pod pod = new Pod(numbers, port, command.apply(port), logs.resolve(name + "-" + numbers + ".log"));
        running.add(pod);
        return pod;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pod with a slot for one request. */
    Pod take() throws InterruptedException {
        while (true) {
            Pod pod = slots.take();
            if (pod.process().alive()) {
                return pod;
            }
        }
    }

    /** Gives the slot back. */
    void release(Pod pod) {
        slots.add(pod);
    }

    /** Its address with a path, which begins with a slash. Paths are passed on. */
    public URI uri(String path) {
        return endpoint.uri(path);
    }

    /** The pods that are ready. */
    public synchronized List<Pod> pods() {
        return ready.stream().sorted(Comparator.comparingInt(Pod::number)).toList();
    }

    /** SIGKILL, as when its node is lost. What it was doing is answered 502, and another pod takes its place. */
    public void kill(Pod pod) {
        pod.process().kill();
    }

    /** How often each status was answered. */
    public Map<Integer, Integer> answers() {
        return proxy.answers();
    }

    @Override
    public void close() {
        endpoint.close();
        List<Pod> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(running);
        }
        threads.shutdownNow();
        left.forEach(pod -> pod.process().terminate());
        try {
            long end = System.nanoTime() + GRACE.toNanos();
            for (Pod pod : left) {
                pod.process().end(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            left.forEach(pod -> pod.process().kill());
            Thread.currentThread().interrupt();
        }
    }
}
