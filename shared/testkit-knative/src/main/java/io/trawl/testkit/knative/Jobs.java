package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.ManagedProcess;
import io.trawl.testkit.knative.Job.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The Jobs of a sink: made once for each source and id, run when there is room. */
final class Jobs implements AutoCloseable {

    /** What a Secret can hold, in bytes. */
    private static final int SECRET = 1 << 20;

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final JobSinkServiceBuilder sink;
    private final ExecutorService threads;
    private final Semaphore room;
    private final BrokerFaults faults;
    private final Map<String, Job> byName = new HashMap<>();
    private final List<Job> all = new ArrayList<>();
    private int underWay;
    private boolean closed;

    Jobs(JobSinkServiceBuilder sink) {
        this.sink = sink;
        this.threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("jobs-" + sink.name));
        this.room = new Semaphore(sink.maxParallel, true);
        this.faults = new BrokerFaults(sink.seed);
        faults.lose(sink.loss);
    }

    /** Makes a Job for an event unless it has one; returns what the sink answers. */
    synchronized int accept(CloudEvent event) {
        String key = event.getSource() + event.getId(); // as the sink does: toJobName in cmd/jobsink/main.go
        String name = sink.name + "-" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
        Job there = byName.get(name);
        if (there != null && !there.forgotten()) {
            return 202;
        }
        Job job = new Job(name, event, sink.directory.resolve(String.format("%06d", all.size() + 1)));
        byName.put(name, job);
        all.add(job);
        byte[] json = EventBinding.json(event);
        if (json.length > SECRET || faults.next(event).lost()) {
            job.ended(State.LOST, null);
            job.forgetAt(forgetting(sink.activeDeadline));
            return json.length > SECRET ? 500 : 202;
        }
        try {
            Files.createDirectories(job.eventDirectory());
            Files.write(job.eventDirectory().resolve("event"), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        underWay++;
        threads.execute(() -> runThenCount(job));
        return 202;
    }

    private void runThenCount(Job job) {
        try {
            run(job);
        } catch (InterruptedException closing) {
            job.ended(State.EXPIRED, null);
        } finally {
            job.forgetAt(forgetting(Duration.ZERO));
            synchronized (this) {
                underWay--;
                notifyAll();
            }
        }
    }

    private void run(Job job) throws InterruptedException {
        long deadline = System.nanoTime() + sink.activeDeadline.toNanos();
        if (!room.tryAcquire(sink.activeDeadline.toNanos(), TimeUnit.NANOSECONDS)) {
            job.ended(State.EXPIRED, null);
            return;
        }
        try {
            ProcessBuilder command = sink.command.get();
            command.environment().put("K_EVENT_PATH", job.eventDirectory().toString());
            command.environment().putIfAbsent("K_EXECUTION_MODE", "batch");
            ManagedProcess process = start(job, command);
            boolean inTime = process.await(Duration.ofNanos(deadline - System.nanoTime()));
            if (!inTime) {
                process.end(GRACE);
            }
            job.ended(inTime ? State.ENDED : State.EXPIRED, process.exitCode());
        } finally {
            room.release();
        }
    }

    private synchronized ManagedProcess start(Job job, ProcessBuilder command) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("the sink is closed");
        }
        ManagedProcess process = ManagedProcess.start(command, job.log());
        job.running(process);
        return process;
    }

    /** @param after how long from now the Job will have ended */
    private long forgetting(Duration after) {
        return sink.ttl == null
                ? Long.MAX_VALUE
                : System.nanoTime() + after.plus(sink.ttl).toNanos();
    }

    synchronized List<Job> all() {
        return List.copyOf(all);
    }

    synchronized void awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (underWay > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("sink " + sink.name + ": " + underWay + " jobs of " + all.size()
                        + " are still under way after " + limit);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        List<ManagedProcess> processes;
        synchronized (this) {
            closed = true;
            processes = all.stream()
                    .map(Job::process)
                    .filter(process -> process != null && process.alive())
                    .toList();
        }
        processes.forEach(ManagedProcess::terminate);
        try {
            for (ManagedProcess process : processes) {
                process.end(GRACE);
            }
            threads.shutdownNow();
            threads.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            processes.forEach(ManagedProcess::kill);
            Thread.currentThread().interrupt();
        }
    }
}
