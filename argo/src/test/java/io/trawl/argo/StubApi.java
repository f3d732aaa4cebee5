package io.trawl.argo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An API whose answers a test writes down; what it has no answer for is 404, as of a path that nobody serves. */
final class StubApi implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();
    private final String scheme;

    /** What was asked, {@code GET /path}, in order; a query is left out. */
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    /** Queries, decoded. */
    final List<String> queries = Collections.synchronizedList(new ArrayList<>());

    final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    final List<String> contentTypes = Collections.synchronizedList(new ArrayList<>());
    final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, String body) {}

    StubApi() throws IOException {
        this(null);
    }

    /**
     * @param tls null: none
     */
    StubApi(SSLContext tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = https;
        }
        scheme = tls == null ? "http" : "https";
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String hostPort() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** A kubeconfig that leads here. */
    String kubeconfig(String token) {
        return """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts:
                  - {name: test, context: {cluster: here, user: me, namespace: catalog}}
                clusters:
                  - {name: here, cluster: {server: '%s://%s'}}
                users:
                  - {name: me, user: {token: '%s'}}
                """.formatted(scheme, hostPort(), token);
    }

    /** The answer from now on; several for one request are given one after the other, the last again and again. */
    StubApi on(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> Collections.synchronizedList(new ArrayList<>()))
                .add(new Answer(status, body));
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            String query = exchange.getRequestURI().getQuery();
            boolean watch = query != null && query.contains("watch=true");
            if (!watch) {
                queries.add(query == null ? "" : query);
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                contentTypes.add(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")));
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                requests.add(request);
            }
            List<Answer> prepared = answers.getOrDefault(request, List.of(new Answer(404, "404 page not found")));
            Answer answer = watch ? new Answer(503, "") : prepared.size() > 1 ? prepared.remove(0) : prepared.get(0);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
