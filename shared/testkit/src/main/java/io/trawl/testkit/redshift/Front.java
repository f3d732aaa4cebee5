package io.trawl.testkit.redshift;

import io.trawl.testkit.HttpEndpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** Listens for clients of Redshift and counts them. */
final class Front {

    private final int postgresPort;
    private final int maxConnections;
    private final Optional<SSLContext> tls;
    private final int port;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final List<Startup> startups = new ArrayList<>();
    private ServerSocket listener;
    private int open;
    private int highest;
    private int refused;

    Front(int postgresPort, int maxConnections, Optional<SSLContext> tls) {
        this.postgresPort = postgresPort;
        this.maxConnections = maxConnections;
        this.tls = tls;
        listen(0);
        port = listener.getLocalPort();
    }

    int port() {
        return port;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    /** Listens again on the port it had. */
    synchronized void resume() {
        if (listener.isClosed()) {
            listen(port);
        }
    }

    private void listen(int wanted) {
        try {
            listener = new ServerSocket(wanted, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket socket = listener;
        start("redshift front", () -> accept(socket));
    }

    private void accept(ServerSocket socket) {
        while (true) {
            try {
                Session session = new Session(this, socket.accept());
                sessions.add(session);
                start("redshift session", () -> {
                    session.run();
                    sessions.remove(session);
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Stops listening and cuts every connection. */
    synchronized void pause() {
        close(listener);
        sessions.forEach(Session::close);
    }

    /** Lets a client in, which must {@link #leave} again, or says why not. */
    synchronized Optional<Refusal> enter(Startup startup) {
        startups.add(startup);
        Optional<Refusal> refusal = startup.refusal();
        if (refusal.isPresent()) {
            return refusal;
        }
        if (open >= maxConnections) {
            refused++;
            return Optional.of(tooManyConnections());
        }
        highest = Math.max(highest, ++open);
        return Optional.empty();
    }

    /**
     * The text is known from reports (airbytehq/airbyte issue 23523, brianc/node-postgres issue 1155), the state from one
     * more (awslabs/aws-lambda-redshift-loader issue 180).
     */
    private Refusal tooManyConnections() {
        return new Refusal("53300", "connection limit \"" + maxConnections + "\" exceeded for non-bootstrap users");
    }

    synchronized void leave() {
        open--;
    }

    synchronized int open() {
        return open;
    }

    synchronized int highest() {
        return highest;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized List<Startup> startups() {
        return List.copyOf(startups);
    }

    Socket toPostgres() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), postgresPort);
        socket.setTcpNoDelay(true);
        return socket;
    }

    void start(String name, Runnable task) {
        HttpEndpoint.daemons(name).newThread(task).start();
    }

    static void close(Closeable... all) {
        for (Closeable one : all) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (IOException e) {
                // It is of no more use either way.
            }
        }
    }
}
