package io.trawl.testkit.knative;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** What {@link KnativeServiceTest} runs as a pod. It listens on the port in PORT. */
public final class PodMain {

    private static final Semaphore RELEASED = new Semaphore(0);
    private static final AtomicInteger HELD = new AtomicInteger();
    private static final AtomicInteger HIGHEST = new AtomicInteger();
    private static final AtomicInteger TOTAL = new AtomicInteger();

    private PodMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                handle(exchange);
            }
        });
        server.start();
        System.out.println("pod at port " + port);
    }

    private static void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (exchange.getRequestURI().getPath()) {
            case "/q/health/ready" -> answer(exchange, 200, "");
            case "/hold" -> {
                HIGHEST.accumulateAndGet(HELD.incrementAndGet(), Math::max);
                TOTAL.incrementAndGet();
                RELEASED.acquireUninterruptibly();
                HELD.decrementAndGet();
                answer(exchange, 200, "");
            }
            case "/release" -> {
                RELEASED.release();
                answer(exchange, 200, "");
            }
            case "/state" -> answer(exchange, 200, HELD + " " + HIGHEST + " " + TOTAL);
            case "/exit" -> Runtime.getRuntime().halt(3);
            default -> {
                exchange.getResponseHeaders().set("X-Pod", exchange.getRequestMethod());
                exchange.getResponseHeaders().set("Retry-After", "7");
                answer(
                        exchange,
                        418,
                        exchange.getRequestURI() + "|"
                                + exchange.getRequestHeaders().getFirst("ce-id") + "|"
                                + new String(body, StandardCharsets.UTF_8));
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
