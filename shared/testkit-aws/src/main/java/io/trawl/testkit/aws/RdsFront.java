package io.trawl.testkit.aws;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.HttpEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

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
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int CLEARTEXT_PASSWORD = 3;

    private final EmbeddedDatabase database;
    private final SSLContext tls;
    private final AwsKey key;
    private final Clock clock;
    private final ServerSocket listener;
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
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** {@code localhost:port}. */
    public String hostPort() {
        return "localhost:" + listener.getLocalPort();
    }

    /** Every password that was brought, in order. */
    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Why sessions were refused, in order. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException e) {
                return; // it was closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Socket secured = client;
            byte[] startup = packet(new DataInputStream(client.getInputStream()));
            while (code(startup) == GSS_REQUEST || code(startup) == SSL_REQUEST) {
                boolean encrypt = code(startup) == SSL_REQUEST;
                secured.getOutputStream().write(encrypt ? 'S' : 'N');
                if (encrypt) {
                    secured = tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
                    ((SSLSocket) secured).setUseClientMode(false);
                }
                startup = packet(new DataInputStream(secured.getInputStream()));
            }
            serve(secured, startup);
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private void serve(Socket client, byte[] startup) throws IOException {
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        String user = user(startup);
        Optional<String> complaint = client instanceof SSLSocket
                ? complaint(password(client, out), user)
                : Optional.of("the session is not encrypted");
        if (complaint.isPresent()) {
            refusals.add(complaint.get());
            refuse(out, user);
            return;
        }
        try (Socket server = new Socket("127.0.0.1", database.port())) {
            DataOutputStream toServer = new DataOutputStream(server.getOutputStream());
            toServer.writeInt(startup.length + 4);
            toServer.write(startup);
            start(() -> copy(server, client));
            copy(client, server);
        }
    }

    private String password(Socket client, DataOutputStream out) throws IOException {
        out.writeByte('R');
        out.writeInt(8);
        out.writeInt(CLEARTEXT_PASSWORD);
        out.flush();
        DataInputStream in = new DataInputStream(client.getInputStream());
        if (in.read() != 'p') {
            throw new IOException("no password");
        }
        byte[] body = packet(in);
        String token = new String(body, 0, body.length - 1, StandardCharsets.UTF_8);
        tokens.add(token);
        return token;
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

    private static void refuse(DataOutputStream out, String user) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String field :
                List.of("SFATAL", "VFATAL", "C28000", "MPAM authentication failed for user \"" + user + "\"")) {
            body.writeBytes((field + "\0").getBytes(StandardCharsets.UTF_8));
        }
        body.write(0);
        out.writeByte('E');
        out.writeInt(body.size() + 4);
        out.write(body.toByteArray());
        out.flush();
    }

    /** What follows a length, which counts itself. */
    private static byte[] packet(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt() - 4);
    }

    private static int code(byte[] packet) {
        return (packet[0] & 0xff) << 24 | (packet[1] & 0xff) << 16 | (packet[2] & 0xff) << 8 | packet[3] & 0xff;
    }

    private static String user(byte[] startup) {
        List<String> words = List.of(new String(startup, 4, startup.length - 4, StandardCharsets.UTF_8).split("\0"));
        return words.get(words.indexOf("user") + 1);
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One side has gone, and so shall the other.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is of no more use either way.
        }
    }

    private static void start(Runnable task) {
        HttpEndpoint.daemons("rds front").newThread(task).start();
    }

    @Override
    public void close() {
        close(listener);
    }
}
