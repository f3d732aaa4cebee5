package io.trawl.testkit.redshift;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.HttpEndpoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;

/** Listens for clients of Redshift and counts them. */
final class Front {

    private final int postgresPort;
    private final int maxConnections;
    private final Optional<SSLContext> tls;
    private final int port;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final List<Startup> startups = new ArrayList<>();
    private final Queue<SentStatement> sent = new ConcurrentLinkedQueue<>();
    private final Set<String> closedDatabases = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, String>> userSettings = new ConcurrentHashMap<>();
    private final TypeNumbers types;
    private ServerSocket listener;
    private Thread acceptor;
    private int open;
    private int highest;
    private int refused;
    private int cancelled;
    private int cancelRequests;

    Front(int postgresPort, int maxConnections, Optional<SSLContext> tls) {
        this.postgresPort = postgresPort;
        this.maxConnections = maxConnections;
        this.tls = tls;
        try (Connection connection = setup(RedshiftServer.DATABASE)) {
            types = new TypeNumbers(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        listen(0);
        port = listener.getLocalPort();
    }

    int port() {
        return port;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    TypeNumbers types() {
        return types;
    }

    /** A connection to PostgreSQL as the one who makes everything ready. */
    Connection setup(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + database, EmbeddedDatabase.USERNAME, "");
    }

    /** Nobody is let into a database. */
    void closeDatabase(String name) {
        closedDatabases.add(name);
    }

    void alterUser(String name, String parameter, String value) {
        userSettings.computeIfAbsent(name, user -> new ConcurrentHashMap<>()).put(parameter, value);
    }

    /** What a user's sessions begin with. */
    Map<String, String> settingsOf(String user) {
        return Map.copyOf(userSettings.getOrDefault(user, Map.of()));
    }

    void sent(SentStatement statement) {
        sent.add(statement);
    }

    List<SentStatement> sent() {
        return List.copyOf(sent);
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
        acceptor = start("redshift front", () -> accept(socket));
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
        try {
            // The system's socket is closed only when the thread that waits in accept() has left it.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions.forEach(Session::close);
    }

    /** Lets a client in, which must {@link #leave} again, or says why not. */
    synchronized Optional<Refusal> enter(Startup startup) {
        startups.add(startup);
        Optional<Refusal> refusal = startup.refusal();
        if (refusal.isPresent()) {
            return refusal;
        }
        String database = startup.parameters().get("database");
        if (database != null && closedDatabases.contains(database)) {
            return Optional.of(notConnectable(database));
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

    /** The text is that of open-metadata/OpenMetadata issue 15635; its state is a guess. */
    private static Refusal notConnectable(String database) {
        return new Refusal(
                "XX000",
                "Cannot connect to shared database \"" + database
                        + "\" created from Data Catalog ARN. Connect to a database"
                        + " in your cluster or a database created from a datashare instead and use cross-database query"
                        + " notation <shareddatabase>.<schema>.<object> to query the data in shared database.");
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

    synchronized void statementCancelled() {
        cancelled++;
    }

    synchronized int cancelled() {
        return cancelled;
    }

    synchronized void cancelRequested() {
        cancelRequests++;
    }

    synchronized int cancelRequests() {
        return cancelRequests;
    }

    synchronized List<Startup> startups() {
        return List.copyOf(startups);
    }

    Socket toPostgres() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), postgresPort);
        socket.setTcpNoDelay(true);
        return socket;
    }

    Thread start(String name, Runnable task) {
        Thread thread = HttpEndpoint.daemons(name).newThread(task);
        thread.start();
        return thread;
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
