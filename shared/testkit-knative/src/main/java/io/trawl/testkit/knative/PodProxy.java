package io.trawl.testkit.knative;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.trawl.testkit.HttpEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands for Knative Serving's activator and queue-proxy: a request waits for a pod with a free slot (503 if there is none in
 * time), and is passed on with all its headers but those that are about the connection; 502 if the pod's connection breaks,
 * 504 if it does not answer in time.
 */
final class PodProxy implements HttpHandler {

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "content-length",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final Pods pods;
    private final Duration timeout;
    private final Map<Integer, Integer> answers = new TreeMap<>();

    PodProxy(Pods pods, Duration timeout) {
        this.pods = pods;
        this.timeout = timeout;
    }

    Map<Integer, Integer> answers() {
        synchronized (answers) {
            return new TreeMap<>(answers);
        }
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            Pod pod = pods.take(timeout);
            if (pod == null) {
                send(exchange, 503, new byte[0]);
                return;
            }
            HttpResponse<byte[]> response;
            try {
                response = forward(exchange, pod, body);
            } finally {
                pods.release(pod);
            }
            response.headers().map().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            send(exchange, response.statusCode(), response.body());
        } catch (ExecutionException e) {
            send(exchange, 502, new byte[0]);
        } catch (TimeoutException e) {
            send(exchange, 504, new byte[0]);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, Pod pod, byte[] body)
            throws InterruptedException, ExecutionException, TimeoutException {
        URI asked = exchange.getRequestURI();
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(pod.uri(asked.getRawPath() + query))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        CompletableFuture<HttpResponse<byte[]>> answer =
                HttpEndpoint.CLIENT.sendAsync(request.build(), BodyHandlers.ofByteArray());
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            answer.cancel(true);
        }
    }

    private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        synchronized (answers) {
            answers.merge(status, 1, Integer::sum);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
