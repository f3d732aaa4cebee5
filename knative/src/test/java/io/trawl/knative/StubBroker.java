package io.trawl.knative;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Takes events as strictly as a broker does, and answers what a test says. */
public final class StubBroker implements AutoCloseable {

    /** What is answered, given an event; may take its time. */
    @FunctionalInterface
    interface Rule {
        Answer answer(CloudEvent event) throws Exception;
    }

    record Answer(int status, String body, Map<String, String> headers) {
        static final Answer ACCEPTED = of(202);

        static Answer of(int status) {
            return new Answer(status, "", Map.of());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Rule rule = event -> Answer.ACCEPTED;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger mostUnderWay = new AtomicInteger();
    final Queue<CloudEvent> events = new ConcurrentLinkedQueue<>();
    final Queue<Map<String, List<String>>> headers = new ConcurrentLinkedQueue<>();
    final Queue<String> notUnderstood = new ConcurrentLinkedQueue<>();

    private StubBroker(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static StubBroker start() {
        return at(0);
    }

    static StubBroker at(int port) {
        try {
            return new StubBroker(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static StubBroker start(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new StubBroker(server);
    }

    StubBroker answering(Rule other) {
        rule = other;
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI uri() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://localhost:" + port() + "/trawl/default");
    }

    /** How many events were answered with success. */
    int accepted() {
        return accepted.get();
    }

    List<String> ids() {
        return events.stream().map(CloudEvent::getId).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
            underWay.decrementAndGet();
            exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
            if (text.length > 0) {
                exchange.getResponseBody().write(text);
            }
        } finally {
            exchange.close();
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        try {
            MessageReader reader = HttpMessageFactory.createReaderFromMultimap(exchange.getRequestHeaders(), body);
            if (!exchange.getRequestMethod().equals("POST")
                    || !exchange.getRequestURI().getPath().equals("/trawl/default")
                    || !exchange.getProtocol().equals("HTTP/1.1")
                    || reader.getEncoding() != Encoding.BINARY) {
                throw new IllegalArgumentException(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            }
            CloudEvent event = reader.toEvent();
            events.add(event);
            headers.add(exchange.getRequestHeaders());
            Answer answer = rule.answer(event);
            accepted.addAndGet(answer.status() / 100 == 2 ? 1 : 0);
            return answer;
        } catch (InterruptedException e) { // the end of a test
            return Answer.of(503);
        } catch (Exception e) {
            notUnderstood.add(e.toString());
            return Answer.of(400);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
