package io.trawl.testkit.knative;

import io.trawl.testkit.HttpEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A JobSink (sinks.knative.dev/v1alpha1): takes events, answers 202, and starts a real process for each, which finds its
 * event as structured JSON in {@code $K_EVENT_PATH/event} and has {@code K_EXECUTION_MODE=batch}. By cmd/jobsink/main.go:
 *
 * <ul>
 *   <li>While a Job lives, which it does until {@code ttlSecondsAfterFinished} after its end, another event of the same
 *       source and id is answered 202 and does nothing.
 *   <li>The Job is made before the Secret with the event. If the Secret is never made, the event is lost, and so are its
 *       resends while the Job lives; an event larger than a Secret can be is answered 500 first and 202 from then on.
 *   <li>There is no back-pressure: everything is taken at once. A Job is not run again here ({@code backoffLimit: 0}).
 * </ul>
 */
public final class JobSinkService implements AutoCloseable {

    private final Jobs jobs;
    private final String path;
    private final HttpEndpoint endpoint;

    JobSinkService(JobSinkServiceBuilder builder) {
        jobs = new Jobs(builder);
        path = "/" + KnativeBroker.NAMESPACE + "/" + builder.name;
        endpoint = new HttpEndpoint("sink-" + builder.name, new JobSinkHandler(jobs, path, builder.name));
    }

    /**
     * Starts to describe a sink.
     *
     * @param name in lower case, as names in Kubernetes are
     * @param command makes the command of a Job
     */
    public static JobSinkServiceBuilder of(String name, Supplier<ProcessBuilder> command) {
        return new JobSinkServiceBuilder(name, command);
    }

    /** Where events are POSTed to. */
    public URI uri() {
        return endpoint.uri(path);
    }

    /** All Jobs so far, in the order of their events. */
    public List<Job> jobs() {
        return jobs.all();
    }

    /** Those of an event; several if they did not live at the same time. */
    public List<Job> jobs(String eventId) {
        return jobs().stream()
                .filter(job -> job.event().getId().equals(eventId))
                .toList();
    }

    /**
     * Waits until no Job runs or is pending; lost ones do not count.
     *
     * @throws IllegalStateException if that takes longer
     */
    public void awaitIdle(Duration limit) throws InterruptedException {
        jobs.awaitIdle(limit);
    }

    /** Ends the sink and every process: SIGTERM, then SIGKILL. */
    @Override
    public void close() {
        endpoint.close();
        jobs.close();
    }
}
