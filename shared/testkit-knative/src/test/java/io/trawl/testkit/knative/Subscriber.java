package io.trawl.testkit.knative;

import com.sun.net.httpserver.HttpExchange;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.knative.EventBinding.InvalidEventException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes events, remembers them, and answers as it was told. */
public final class Subscriber implements AutoCloseable {

    static final HttpClient CLIENT = HttpEndpoint.CLIENT;

    record Received(Map<String, String> headers, CloudEvent event) {}

    /** What it answers; status 0 breaks the connection. */
    record Reply(int status, Map<String, String> headers, byte[] body) {

        static Reply status(int status) {
            return new Reply(status, Map.of(), new byte[0]);
        }

        static Reply text(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
        }

        /** An event of the type and id. */
        static Reply event(String type, String id) {
            return new Reply(
                    200,
                    Map.of("ce-specversion", "1.0", "ce-id", id, "ce-source", "/worker", "ce-type", type),
                    "{}".getBytes(StandardCharsets.UTF_8));
        }

        Reply with(String name, String value) {
            return new Reply(status, Map.of(name, value), body);
        }
    }

    interface Answers {
        Reply to(CloudEvent event) throws InterruptedException;
    }

    private final List<Received> received = new ArrayList<>();
    private final HttpEndpoint endpoint = new HttpEndpoint("subscriber", this::handle);
    private final Answers answers;

    Subscriber(Answers answers) {
        this.answers = answers;
    }

    static Subscriber answering(int status) {
        return new Subscriber(event -> Reply.status(status));
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = EventBinding.headers(exchange.getRequestHeaders());
        try {
            CloudEvent event =
                    EventBinding.read(headers, exchange.getRequestBody().readAllBytes());
            synchronized (this) {
                received.add(new Received(headers, event));
                notifyAll();
            }
            Reply reply = answers.to(event);
            if (reply.status() > 0) {
                reply.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
                exchange.getResponseBody().write(reply.body());
            }
        } catch (InvalidEventException e) {
            exchange.sendResponseHeaders(418, -1);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    URI uri() {
        return endpoint.uri("/events");
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    List<String> ids() {
        return received().stream().map(one -> one.event().getId()).toList();
    }

    CloudEvent only() {
        return received().get(0).event();
    }

    /** Waits until so many have arrived; a test's own time limit ends the wait. */
    synchronized void await(int count) throws InterruptedException {
        while (received.size() < count) {
            wait();
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }

    static CloudEvent event(String type, String id) {
        return CloudEventBuilder.v1()
                .withType(type)
                .withId(id)
                .withSource(URI.create("/trawl/sales/run-1"))
                .withExtension("color", "red")
                .withData("application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** POSTs in binary mode and returns the status. */
    static int post(URI target, CloudEvent event) throws IOException, InterruptedException {
        return send(EventBinding.post(target, event).build()).statusCode();
    }

    /** The same with a client that has no connection yet, hence none that a restart has cut. */
    static int postAnew(URI target, CloudEvent event) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        return client.send(EventBinding.post(target, event).build(), BodyHandlers.discarding())
                .statusCode();
    }

    static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
