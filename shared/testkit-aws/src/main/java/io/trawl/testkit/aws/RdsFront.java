package io.trawl.testkit.aws;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.TcpListener;
import io.trawl.testkit.wire.Message;
import io.trawl.testkit.wire.Peer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A PostgreSQL of RDS whose users log in with IAM. It takes encrypted sessions only, and asks for a password in the clear.
 * The password must be a request to connect that is signed for this endpoint and user and has not expired. The session
 * itself is one of an embedded database, which asks for no password.
 *
 * <p>Sources: <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html">IAM database
 * authentication</a> for the rules; {@code auth_failed} in PostgreSQL's auth.c for the answer, since RDS checks by PAM.
 */
public final class RdsFront implements AutoCloseable {

    private static final String REGION = "eu-west-1";
    private static final int CLEARTEXT_PASSWORD = 3;

    private final EmbeddedDatabase database;
    private final SSLContext tls;
    private final AwsKey key;
    private final Clock clock;
    private final TcpListener listener;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();

    /**
     * Listens on a free port of {@code localhost}, in the region eu-west-1.
     *
     * @param database what it stands before
     * @param tls shows its certificate
     * @param key whose signature lets in
     * @param clock what time it is
     */
    public RdsFront(EmbeddedDatabase database, SSLContext tls, AwsKey key, Clock clock) {
        this.database = database;
        this.tls = tls;
        this.key = key;
        this.clock = clock;
        listener = new TcpListener("rds front", client -> TcpListener.start("rds front session", () -> serve(client)));
    }

    /** {@code localhost:port}. */
    public String hostPort() {
        return "localhost:" + listener.port();
    }

    /** Every password that was brought, in order. */
    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Why sessions were refused, in order. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void serve(Socket socket) {
        try (Peer client = new Peer(socket)) {
            Map<String, String> startup = client.greet(tls, key -> {});
            if (startup == null) {
                return;
            }
            String user = startup.get("user");
            Optional<String> complaint = client.isEncrypted()
                    ? complaint(password(client), user)
                    : Optional.of("the session is not encrypted");
            if (complaint.isPresent()) {
                refusals.add(complaint.get());
                client.send(Message.error("FATAL", "28000", "PAM authentication failed for user \"" + user + "\""));
                return;
            }
            try (Peer server = new Peer(new Socket("127.0.0.1", database.port()))) {
                server.start(startup);
                TcpListener.start("rds front answers", () -> copy(server, client));
                copy(client, server);
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private String password(Peer client) throws IOException {
        client.send(new Message(
                'R', ByteBuffer.allocate(4).putInt(CLEARTEXT_PASSWORD).array()));
        Message answer = Message.read(client.in());
        if (answer == null || answer.type() != 'p') {
            throw new IOException("no password");
        }
        tokens.add(answer.text(0));
        return answer.text(0);
    }

    private Optional<String> complaint(String token, String user) {
        SignedQuery query = SignedQuery.parse(token);
        if (!query.host().equals(hostPort())) {
            return Optional.of("it is for " + query.host());
        }
        if (!query.value("Action").equals("connect") || !query.value("DBUser").equals(user)) {
            return Optional.of("it is to " + query.value("Action") + " as " + query.value("DBUser"));
        }
        return query.complaint(key, REGION, "rds-db", clock.instant());
    }

    /** Until one side has gone, and so shall the other. */
    private static void copy(Peer from, Peer to) {
        try (from;
                to) {
            for (Message message = Message.read(from.in()); message != null; message = Message.read(from.in())) {
                message.write(to.out());
                if (from.isSilent()) {
                    to.out().flush();
                }
            }
        } catch (IOException e) {
            // That is how it ends.
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
