package io.trawl.testkit.argo;

import io.trawl.testkit.HttpEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The one node of the cluster: has room for some pods, and runs their containers as processes. */
final class Kubelet implements AutoCloseable {

    /** The ServiceAccounts that are there. */
    private static final Set<String> SERVICE_ACCOUNTS = Set.of("default", "trawl");

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Fates fates;
    final Duration podStart;
    private final Path directory;
    private final Consumer<Pod> changed;
    final Semaphore room;
    private final ExecutorService threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("kubelet"));
    final Map<String, Supplier<ProcessBuilder>> images = new ConcurrentHashMap<>();
    final Map<String, Map<String, String>> secrets = new ConcurrentHashMap<>();
    final Map<String, Map<String, String>> configMaps = new ConcurrentHashMap<>();
    private final Map<String, PodWork> present = new HashMap<>();
    private final List<Pod> all = new ArrayList<>();
    private volatile String refusal;
    private boolean closed;

    /** @param changed is told when a pod's state is another */
    Kubelet(ArgoClusterBuilder builder, Path directory, Consumer<Pod> changed) {
        this.fates = builder.fates();
        this.podStart = builder.podStart;
        this.directory = directory;
        this.changed = changed;
        this.room = new Semaphore(builder.parallelPods, true);
    }

    synchronized void create(Pod.Request request) {
        if (closed) {
            return;
        }
        Path files = directory.resolve(String.format("%06d", all.size() + 1));
        Pod pod = new Pod(request, files.resolve("output"), files.resolve("errors"));
        int earlier = (int) all.stream()
                .filter(before -> before.template().equals(pod.template()))
                .count();
        PodWork work = new PodWork(this, pod, files, fates.of(pod.template(), earlier));
        present.put(request.name(), work);
        all.add(pod);
        threads.execute(work);
    }

    synchronized Optional<Pod> find(String name) {
        return Optional.ofNullable(present.get(name)).map(PodWork::pod);
    }

    synchronized List<Pod> all() {
        return List.copyOf(all);
    }

    /** SIGTERM, and SIGKILL after the grace period; a pod without a process goes. */
    synchronized void terminate(String name) {
        Optional.ofNullable(present.get(name)).ifPresent(work -> work.order(PodWork.Order.TERMINATE));
    }

    /** Takes it away at once; its process gets SIGKILL. Returns whether it was there. */
    synchronized boolean delete(String name) {
        PodWork work = present.remove(name);
        if (work != null) {
            work.order(PodWork.Order.DELETE);
        }
        return work != null;
    }

    /** Takes the pods of a Workflow away, as the garbage collector does when their owner is gone. */
    synchronized void deleteOf(String workflow) {
        List.copyOf(present.values()).stream()
                .filter(work -> work.pod().workflow().equals(workflow))
                .forEach(work -> delete(work.pod().name()));
    }

    /** It is no longer in the cluster. */
    void removed(Pod pod) {
        synchronized (this) {
            PodWork there = present.get(pod.name());
            if (there != null && there.pod() == pod) {
                present.remove(pod.name());
            }
        }
        changed(pod);
    }

    void changed(Pod pod) {
        changed.accept(pod);
    }

    boolean serviceAccount(String name) {
        return SERVICE_ACCOUNTS.contains(name);
    }

    /** Why admission refuses every pod, in its words; empty if it does not. */
    Optional<String> admission() {
        return Optional.ofNullable(refusal);
    }

    /** @param why null: it does not */
    void refuse(String why) {
        refusal = why;
    }

    /** Ends all pods; returns when their processes have ended. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            List.copyOf(present.keySet()).forEach(this::delete);
        }
        threads.shutdown();
        try {
            threads.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
