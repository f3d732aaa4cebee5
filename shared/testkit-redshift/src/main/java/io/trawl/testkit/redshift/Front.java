package io.trawl.testkit.redshift;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.TcpListener;
import io.trawl.testkit.wire.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
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
    final SSLContext tls;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final List<Map<String, String>> startups = new ArrayList<>();
    private final Queue<SentStatement> sent = new ConcurrentLinkedQueue<>();
    private final Set<String> closedDatabases = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, String>> userSettings = new ConcurrentHashMap<>();
    final TypeNumbers types;
    final TcpListener listener;
    private int open;
    private int highest;
    private int refused;
    private int cancelled;
    private int cancelRequests;

    /** @param tls null if clients cannot encrypt */
    Front(int postgresPort, int maxConnections, SSLContext tls) {
        this.postgresPort = postgresPort;
        this.maxConnections = maxConnections;
        this.tls = tls;
        try (Connection connection = setup(RedshiftServer.DATABASE)) {
            types = new TypeNumbers(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        listener = new TcpListener("redshift front", this::take);
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

    private void take(Socket client) {
        Session session = new Session(this, client);
        sessions.add(session);
        TcpListener.start("redshift session", () -> {
            session.run();
            sessions.remove(session);
        });
    }

    /** Stops listening and cuts every connection. */
    void pause() {
        listener.close();
        sessions.forEach(Session::close);
    }

    /** Lets a client in, which must {@link #leave} again, or says why not. */
    synchronized Optional<Refusal> enter(Startup startup) {
        startups.add(startup.parameters());
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

    synchronized void statementCancelled() {
        cancelled++;
    }

    synchronized RedshiftServer.Clients clients() {
        return new RedshiftServer.Clients(open, highest, refused, cancelled, cancelRequests, List.copyOf(startups));
    }

    Socket toPostgres() throws IOException {
        return new Socket(InetAddress.getByName("127.0.0.1"), postgresPort);
    }

    /** The server closes the connection when it has passed a request to cancel on, so that is waited for. */
    void cancel(byte[] key) {
        synchronized (this) {
            cancelRequests++;
        }
        try (Socket socket = toPostgres()) {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(16)
                            .putInt(16)
                            .putInt(Peer.CANCEL)
                            .put(key)
                            .array());
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The server has gone, and the statement with it.
        }
    }
}
