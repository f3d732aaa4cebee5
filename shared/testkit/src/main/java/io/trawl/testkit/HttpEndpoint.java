package io.trawl.testkit;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** An HTTP server on a free port of the loopback address, which can go away and come back on the same port. */
public final class HttpEndpoint implements AutoCloseable {

    static {
        // Else an answer waits for the client's delayed acknowledgement, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** One for all, since before Java 21 a client cannot be closed, and each loads the trusted certificates. */
    public static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final String name;
    private final HttpHandler handler;
    private final int port;
    private HttpServer server;
    private ExecutorService threads;

    /**
     * Listens.
     *
     * @param name of its threads
     * @param handler of all paths
     */
    public HttpEndpoint(String name, HttpHandler handler) {
        this.name = name;
        this.handler = exchange -> {
            try (exchange) {
                handler.handle(exchange);
            } catch (RuntimeException e) {
                e.printStackTrace(); // the server would say nothing
                throw e;
            }
        };
        open(0);
        port = server.getAddress().getPort();
    }

    /** {@code http://127.0.0.1:port} and the path, which begins with a slash. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Listens again, on the port it had. */
    public void open() {
        open(port);
    }

    private void open(int wanted) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads = Executors.newCachedThreadPool(daemons(name));
        server.createContext("/", handler);
        server.setExecutor(threads);
        server.start();
    }

    /** Stops listening, cuts every connection and interrupts what is being handled. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Makes threads of a name that do not keep the process alive. */
    public static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
