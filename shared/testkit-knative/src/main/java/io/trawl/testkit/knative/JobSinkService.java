package io.trawl.testkit.knative;

import com.sun.net.httpserver.HttpExchange;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.ManagedProcess;
import io.trawl.testkit.knative.EventBinding.InvalidEventException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A JobSink (sinks.knative.dev/v1alpha1): takes events, answers 202, and starts a real process for each, which finds its
 * event as structured JSON in {@code $K_EVENT_PATH/event} and has {@code K_EXECUTION_MODE=batch}. By cmd/jobsink/main.go:
 *
 * <ul>
 *   <li>Anything but the POST of one valid event to {@code /namespace/name} is answered 400.
 *   <li>While a Job exists, another event of the same source and id is answered 202 and does nothing. No Job is removed here,
 *       where a real one has a time to live.
 *   <li>The Job is made before the Secret with the event. If the Secret is never made, the event is lost, and so are its
 *       resends while the Job lives.
 *   <li>There is no back-pressure: everything is taken at once. A Job is not run again here ({@code backoffLimit: 0}).
 * </ul>
 */
public final class JobSinkService implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Supplier<ProcessBuilder> command;
    private final Semaphore room;
    private final double loss;
    private final long seed;
    private final Path directory;
    private final String path;
    private final HttpEndpoint endpoint;
    private final ExecutorService threads = Executors.newCachedThreadPool(HttpEndpoint.daemons("job-sink"));
    /** By source and id. */
    private final Map<String, Job> jobs = new LinkedHashMap<>();

    private int underWay;
    private boolean closed;

    /**
     * Starts one on a free port.
     *
     * @param name in lower case, as names in Kubernetes are
     * @param command makes the command of a Job
     * @param maxParallel how many processes the cluster has room for; other Jobs are pending
     * @param loss the share of events, 0 to 1, that are answered 202 and whose Job never gets its event
     * @param seed decides which are lost
     * @param directory where events and logs go
     */
    public JobSinkService(
            String name, Supplier<ProcessBuilder> command, int maxParallel, double loss, long seed, Path directory) {
        this.command = command;
        this.room = new Semaphore(maxParallel, true);
        this.loss = loss;
        this.seed = seed;
        this.directory = directory;
        this.path = "/" + KnativeBroker.NAMESPACE + "/" + name;
        this.endpoint = new HttpEndpoint("sink-" + name, this::handle);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(answer(exchange, body), -1);
    }

    private int answer(HttpExchange exchange, byte[] body) throws IOException {
        String asked = exchange.getRequestURI().getRawPath().replaceFirst("/$", "");
        if (!exchange.getRequestMethod().equals("POST") || !asked.equals(path)) {
            return 400;
        }
        try {
            accept(EventBinding.read(EventBinding.headers(exchange.getRequestHeaders()), body));
            return 202;
        } catch (InvalidEventException e) {
            return 400;
        }
    }

    /** Makes a Job for an event unless it has one. */
    private synchronized void accept(CloudEvent event) throws IOException {
        String key = event.getSource() + event.getId(); // as the sink does: toJobName in cmd/jobsink/main.go
        if (jobs.containsKey(key)) {
            return;
        }
        Job job = new Job(event, directory.resolve(String.format("%06d", jobs.size() + 1)));
        jobs.put(key, job);
        if (new SplittableRandom(seed ^ (long) key.hashCode() << 32).nextDouble() < loss) {
            job.lost();
            return;
        }
        Files.createDirectories(job.eventDirectory());
        Files.write(job.eventDirectory().resolve("event"), new JsonFormat().serialize(event));
        underWay++;
        threads.execute(() -> run(job));
    }

    private void run(Job job) {
        try {
            room.acquire();
            try {
                ProcessBuilder process = command.get();
                process.environment().put("K_EVENT_PATH", job.eventDirectory().toString());
                process.environment().put("K_EXECUTION_MODE", "batch");
                start(job, process).await(Duration.ofDays(1));
                job.ended();
            } finally {
                room.release();
            }
        } catch (InterruptedException closing) {
            // it is ended, or never runs
        } finally {
            synchronized (this) {
                underWay--;
                notifyAll();
            }
        }
    }

    private synchronized ManagedProcess start(Job job, ProcessBuilder builder) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("the sink is closed");
        }
        ManagedProcess process = ManagedProcess.start(builder, job.log());
        job.running(process);
        return process;
    }

    /** Where events are POSTed to. */
    public URI uri() {
        return endpoint.uri(path);
    }

    /** All Jobs so far, in the order of their events. */
    public synchronized List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    /**
     * Waits until no Job runs or is pending; lost ones do not count.
     *
     * @throws IllegalStateException if that takes longer
     */
    public synchronized void awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (underWay > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        underWay + " jobs of " + jobs.size() + " are still under way after " + limit);
            }
            wait(left);
        }
    }

    /** Ends the sink and every process: SIGTERM, then SIGKILL. */
    @Override
    public void close() {
        endpoint.close();
        synchronized (this) {
            closed = true;
        }
        List<ManagedProcess> processes = jobs().stream()
                .map(Job::process)
                .filter(process -> process != null && process.alive())
                .toList();
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
