package io.trawl.testkit.argo;

import io.trawl.testkit.ManagedProcess;
import io.trawl.testkit.argo.Fates.Fate;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The life of a pod: waits for room, then for its image, Secrets and ConfigMaps, then runs its process until that ends, its
 * time is up, or somebody wants it gone.
 */
final class PodWork implements Runnable {

    /** What somebody wants of it. */
    enum Order {
        TERMINATE,
        DELETE
    }

    private static final String NO_ROOM = "Unschedulable: 0/1 nodes are available: 1 Too many pods.";
    private static final String TOO_LONG = "Pod was active on the node longer than the specified deadline";
    private static final Duration RETRY = Duration.ofMillis(100);
    /** Kubernetes' terminationGracePeriodSeconds. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration FOR_EVER = Duration.ofDays(1_000);

    private final Kubelet kubelet;
    private final Pod pod;
    private final Path files;
    private final Optional<Fate> fate;
    private Order order;
    private Thread thread;

    /** @param fate what befalls it, if anything */
    PodWork(Kubelet kubelet, Pod pod, Path files, Optional<Fate> fate) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.files = files;
        this.fate = fate;
    }

    Pod pod() {
        return pod;
    }

    synchronized void order(Order wanted) {
        order = order == Order.DELETE ? Order.DELETE : wanted;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void begin() throws InterruptedException {
        thread = Thread.currentThread();
        if (order != null) {
            throw new InterruptedException();
        }
    }

    private synchronized void end() {
        thread = null;
        Thread.interrupted(); // an order that came too late
    }

    private synchronized boolean ordered() {
        return order != null;
    }

    private synchronized boolean deleted() {
        return order == Order.DELETE;
    }

    @Override
    public void run() {
        boolean inside = false;
        try {
            begin();
            if (!kubelet.room().tryAcquire()) {
                waits(NO_ROOM);
                kubelet.room().acquire();
            }
            inside = true;
            live();
        } catch (InterruptedException ordered) {
            gone();
        } catch (UncheckedIOException e) {
            notStarted(e);
        } finally {
            end();
            if (inside) {
                kubelet.room().release();
            }
        }
    }

    /** What a runtime says of a container that it cannot start; or somebody's order came while files were written. */
    private void notStarted(UncheckedIOException e) {
        if (ordered()) {
            gone();
        } else {
            ends(128, "main: StartError (exit code 128): " + e.getMessage());
        }
    }

    private void gone() {
        pod.ends(Pod.Phase.DELETED, null, "");
        kubelet.removed(pod);
    }

    private void waits(String why) {
        if (pod.waits(why)) {
            kubelet.changed(pod);
        }
    }

    private void live() throws InterruptedException {
        long seconds = pod.spec().path("activeDeadlineSeconds").asLong(FOR_EVER.toSeconds());
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        ContainerStart container = new ContainerStart(kubelet, pod, files);
        for (Optional<String> why = container.obstacle(); why.isPresent(); why = container.obstacle()) {
            waits(why.get());
            if (System.nanoTime() > deadline) {
                ends(null, TOO_LONG);
                return;
            }
            Thread.sleep(RETRY.toMillis());
        }
        waits("ContainerCreating");
        Thread.sleep(kubelet.podStart().toMillis());
        ManagedProcess process = ManagedProcess.start(container.command(), pod.output(), pod.errors());
        try {
            pod.runs(process.pid());
            kubelet.changed(pod);
            supervise(process, deadline);
        } catch (InterruptedException ordered) {
            stop(process);
        }
    }

    private void supervise(ManagedProcess process, long deadline) throws InterruptedException {
        if (fate.isPresent() && !process.await(fate.get().after())) {
            process.kill();
            process.await(FOR_EVER);
            if (fate.get().deleted()) {
                gone();
                return;
            }
        }
        if (!process.await(Duration.ofNanos(deadline - System.nanoTime()))) {
            process.end(GRACE);
            ends(process.exitCode(), TOO_LONG);
            return;
        }
        ends(process.exitCode(), "main: Error (exit code " + process.exitCode() + ")");
    }

    /** Somebody wants it gone; interrupted once more, more urgently. */
    private void stop(ManagedProcess process) throws InterruptedException {
        try {
            if (!deleted()) {
                process.end(GRACE);
                ends(process.exitCode(), "main: Error (exit code " + process.exitCode() + ")");
                return;
            }
        } catch (InterruptedException moreUrgent) {
            // it is killed now
        }
        process.kill();
        process.await(FOR_EVER);
        gone();
    }

    /** @param why it failed, if it did */
    private void ends(Integer exitCode, String why) {
        boolean succeeded = exitCode != null && exitCode == 0 && !why.equals(TOO_LONG);
        pod.ends(succeeded ? Pod.Phase.SUCCEEDED : Pod.Phase.FAILED, exitCode, succeeded ? "" : why);
        kubelet.changed(pod);
    }
}
