package io.trawl.testkit.knative;

import io.trawl.testkit.HttpEndpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A Knative Service in front of real processes: one address, behind it so many pods with {@code containerConcurrency} each. A
 * pod that ends, for whatever reason, is replaced. Nothing scales by itself: see {@link #scale}. Closing it, and the end of
 * this process, end the pods.
 *
 * <pre>{@code
 * try (var worker = KnativeService.of("worker", port -> {
 *             var command = new ProcessBuilder("java", "-jar", "worker-fn/target/quarkus-app/quarkus-run.jar", "serve");
 *             command.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
 *             return command;
 *         }).pods(4).start()) {
 *     broker.trigger("worker", Map.of(), worker.uri(), Delivery.standard());
 * }
 * }</pre>
 */
public final class KnativeService implements AutoCloseable {

    private final Pods pods;
    private final PodProxy proxy;
    private final HttpEndpoint endpoint;

    KnativeService(KnativeServiceBuilder builder) {
        pods = new Pods(builder);
        try {
            pods.scale(builder.pods);
            proxy = new PodProxy(pods, builder.timeout);
            endpoint = new HttpEndpoint("service-" + builder.name, proxy);
        } catch (RuntimeException e) {
            pods.close();
            throw e;
        }
    }

    /**
     * Starts to describe a service.
     *
     * @param command makes the command of a pod that is to listen on this port
     */
    public static KnativeServiceBuilder of(String name, IntFunction<ProcessBuilder> command) {
        return new KnativeServiceBuilder(name, command);
    }

    /** Its address, without a path: paths are passed on. */
    public URI uri() {
        return endpoint.uri("/");
    }

    /** The same with a path, which begins with a slash. */
    public URI uri(String path) {
        return endpoint.uri(path);
    }

    /** The pods that are ready. */
    public List<Pod> pods() {
        return pods.ready();
    }

    /** SIGKILL, as when its node is lost. What it was doing is answered 502, and another pod takes its place. */
    public void kill(Pod pod) {
        pod.kill();
    }

    /** Makes the pods more, and waits until they are ready, or fewer: those get SIGTERM when they have answered. */
    public void scale(int number) {
        pods.scale(number);
    }

    /** How often each status was answered. */
    public Map<Integer, Integer> answers() {
        return proxy.answers();
    }

    /** A file for each pod there has been. */
    public List<Path> logs() {
        return pods.logs();
    }

    @Override
    public void close() {
        endpoint.close();
        pods.close();
    }
}
