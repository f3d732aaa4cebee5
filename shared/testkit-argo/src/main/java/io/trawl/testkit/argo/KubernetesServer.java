package io.trawl.testkit.argo;

import io.fabric8.mockwebserver.MockWebServer;
import java.net.URI;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Serves the Kubernetes API on a free port of the loopback address; it can be closed and opened again on the same port. */
final class KubernetesServer {

    /** Held here, else it is forgotten: the server logs every request at INFO. */
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    private static final Duration REOPENING = Duration.ofSeconds(20);

    static {
        REQUESTS.setLevel(Level.WARNING);
    }

    private final KubernetesApi api;
    private final int port;
    private MockWebServer server;

    KubernetesServer(KubernetesApi api) {
        this.api = api;
        listen(0);
        port = server.getPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    boolean isOpen() {
        return server != null;
    }

    void close() {
        server.shutdown();
        server = null;
    }

    void open() {
        listen(port);
    }

    private void listen(int wanted) {
        long end = System.nanoTime() + REOPENING.toNanos();
        while (true) {
            MockWebServer fresh = new MockWebServer();
            fresh.setDispatcher(api);
            try {
                fresh.start(wanted);
                server = fresh;
                return;
            } catch (IllegalStateException e) {
                // A client that tries to connect all the time may have got this very port for its own end.
                fresh.shutdown();
                if (wanted == 0 || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }
}
