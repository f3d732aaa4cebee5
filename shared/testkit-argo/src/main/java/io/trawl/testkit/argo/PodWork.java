package io.trawl.testkit.argo;

import io.trawl.testkit.ManagedProcess;
import io.trawl.testkit.argo.Fates.Fate;
import java.io.IOException;
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

    private static final int TERMINATION_MESSAGE = 2_048;

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
            if (!kubelet.room.tryAcquire()) {
                waits(NO_ROOM);
                kubelet.room.acquire();
            }
            inside = true;
            live();
        } catch (InterruptedException ordered) {
            gone();
        } catch (IOException | UncheckedIOException e) {
            notStarted(e);
        } finally {
            end();
            if (inside) {
                kubelet.room.release();
            }
        }
    }

    /** What a runtime says of a container that it cannot start; or somebody's order came while files were written. */
    private void notStarted(Exception e) {
        if (ordered()) {
            gone();
        } else {
            fails(128, "main: StartError (exit code 128): " + e.getMessage());
        }
    }

    private void gone() {
        pod.ends(Pod.Phase.DELETED, null, "", false);
        kubelet.removed(pod);
    }

    private void waits(String why) {
        if (!pod.state().message().equals(why)) {
            pod.becomes(Pod.Phase.PENDING, why);
            kubelet.changed(pod);
        }
    }

    private void live() throws InterruptedException, IOException {
        if (fate.isPresent() && fate.get().loss().beforeItRuns()) {
            pod.isLost(fate.get().loss());
            fails(null, fate.get().loss().message());
            return;
        }
        long seconds = pod.spec().path("activeDeadlineSeconds").asLong(FOR_EVER.toSeconds());
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        ContainerStart container = new ContainerStart(kubelet, pod, files);
        for (Optional<String> why = container.obstacle(); why.isPresent(); why = container.obstacle()) {
            waits(why.get());
            if (System.nanoTime() > deadline) {
                fails(null, TOO_LONG);
                return;
            }
            Thread.sleep(RETRY.toMillis());
        }
        waits("ContainerCreating");
        Thread.sleep(kubelet.podStart.toMillis());
        ManagedProcess process = ManagedProcess.start(container.command(), pod.output(), pod.errors());
        try {
            pod.becomes(Pod.Phase.RUNNING, "");
            kubelet.changed(pod);
            supervise(process, deadline);
        } catch (InterruptedException ordered) {
            stop(process);
        }
    }

    private void supervise(ManagedProcess process, long deadline) throws InterruptedException {
        if (fate.isPresent()
                && !process.await(fate.get().after())
                && lost(fate.get().loss(), process)) {
            return;
        }
        if (!process.await(Duration.ofNanos(deadline - System.nanoTime()))) {
            process.end(GRACE);
            fails(process.exitCode(), TOO_LONG);
            return;
        }
        ended(process.exitCode());
    }

    /** Returns whether that was its end; else its process decides. */
    private boolean lost(Loss loss, ManagedProcess process) throws InterruptedException {
        pod.isLost(loss);
        switch (loss) {
            case KILLED -> process.kill();
            case DELETED -> {
                process.kill();
                process.await(FOR_EVER);
                gone();
                return true;
            }
            case EVICTED -> {
                process.kill();
                process.await(FOR_EVER);
                fails(process.exitCode(), loss.message());
                return true;
            }
            case NODE_SHUTDOWN -> {
                process.end(GRACE);
                fails(process.exitCode(), loss.message());
                return true;
            }
            case WAIT_KILLED -> {
                process.await(FOR_EVER);
                if (process.exitCode() == 0) { // else ours comes first
                    pod.ends(Pod.Phase.FAILED, 0, loss.message(), true);
                    kubelet.changed(pod);
                    return true;
                }
            }
            default -> throw new IllegalStateException(loss + " comes before a process");
        }
        return false;
    }

    /** Somebody wants it gone; interrupted once more, more urgently. */
    private void stop(ManagedProcess process) throws InterruptedException {
        try {
            if (!deleted()) {
                process.end(GRACE);
                ended(process.exitCode());
                return;
            }
        } catch (InterruptedException moreUrgent) {
            // it is killed now
        }
        process.kill();
        process.await(FOR_EVER);
        gone();
    }

    /** Its process has ended by itself. */
    private void ended(int exitCode) {
        if (exitCode == 0) {
            pod.ends(Pod.Phase.SUCCEEDED, 0, "", false);
            kubelet.changed(pod);
        } else {
            fails(exitCode, "main: Error (exit code " + exitCode + ")" + terminationMessage());
        }
    }

    /**
     * The end of the log, where the container asks for it (terminationMessagePolicy: at most 80 lines or 2,048 bytes); Argo adds it
     * to the node's message.
     */
    private String terminationMessage() {
        if (!pod.main().path("terminationMessagePolicy").asText().equals("FallbackToLogsOnError")) {
            return "";
        }
        String log = pod.log();
        String end = log.substring(Math.max(0, log.length() - TERMINATION_MESSAGE));
        return end.isEmpty() ? "" : ": " + end;
    }

    /** @param exitCode null if there was no process */
    private void fails(Integer exitCode, String why) {
        pod.ends(Pod.Phase.FAILED, exitCode, why, false);
        kubelet.changed(pod);
    }
}
