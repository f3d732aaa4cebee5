package io.trawl.testkit.redshift;

import io.trawl.testkit.wire.Message;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client's connection, from its first byte to its last, and the connection to PostgreSQL behind it. */
final class Session implements Runnable, AutoCloseable {

    private static final int CANCEL = 80877102;
    private static final int TLS = 80877103;
    private static final int GSS = 80877104;

    /** Redshift names this version to its clients; source: version() of any cluster. The driver decides by it. */
    private static final String SERVER_VERSION = "8.0.2";

    /** PostgreSQL cannot parse this, whatever state a transaction is in, and says so with the number that follows. */
    private static final String UNPARSABLE = "refused_by_redshift_";

    private final Front front;
    private final Socket accepted;
    private final List<Refusal> refused = new CopyOnWriteArrayList<>();
    private final SessionSettings settings = new SessionSettings();
    private final Map<String, String> prepared = new HashMap<>();
    private String database;
    private Socket client;
    private Socket server;
    private DataInputStream fromClient;
    private DataOutputStream toClient;

    Session(Front front, Socket accepted) {
        this.front = front;
        this.accepted = accepted;
    }

    @Override
    public void run() {
        boolean counted = false;
        try (this) {
            client(accepted);
            byte[] body = firstPacket();
            if (body == null) {
                return;
            }
            Startup startup = Startup.parse(body);
            database = startup.parameters().get("database");
            Optional<Refusal> refusal = front.enter(startup);
            counted = refusal.isEmpty();
            if (!counted) {
                refusal.get().fatal().write(toClient);
                toClient.flush();
                return;
            }
            Map<String, String> defaults = front.settingsOf(startup.user());
            defaults.forEach(settings::set);
            server = front.toPostgres();
            DataOutputStream toServer = output(server);
            toServer.write(startup.translated(defaults));
            toServer.flush();
            front.start("redshift answers", this::passAnswers);
            passStatements(toServer);
        } catch (IOException e) {
            // Either side has gone, which is all that can be known of it.
        } finally {
            if (counted) {
                front.leave();
            }
        }
    }

    /** Goes on with a socket, perhaps one that encrypts. */
    private void client(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        client = socket;
        fromClient = input(socket);
        toClient = output(socket);
    }

    /** What follows the code of a start-up packet, or null if the connection was for something else. */
    private byte[] firstPacket() throws IOException {
        while (true) {
            int length = fromClient.readInt();
            int code = fromClient.readInt();
            switch (code) {
                case TLS -> answerTls();
                case GSS -> refuse();
                case CANCEL -> {
                    cancel(fromClient.readNBytes(length - 8));
                    return null;
                }
                default -> {
                    return fromClient.readNBytes(length - 8);
                }
            }
        }
    }

    private void answerTls() throws IOException {
        Optional<SSLContext> context = front.tls();
        if (context.isEmpty()) {
            refuse();
            return;
        }
        toClient.writeByte('S');
        toClient.flush();
        SSLSocket encrypted =
                (SSLSocket) context.get().getSocketFactory().createSocket(client, null, client.getPort(), true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        client(encrypted);
    }

    private void refuse() throws IOException {
        toClient.writeByte('N');
        toClient.flush();
    }

    /** The server closes the connection when it has passed the request on, so that is waited for. */
    private void cancel(byte[] key) throws IOException {
        front.cancelRequested();
        try (Socket socket = front.toPostgres()) {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(16)
                            .putInt(16)
                            .putInt(CANCEL)
                            .put(key)
                            .array());
            socket.getInputStream().readAllBytes();
        }
    }

    private void passStatements(DataOutputStream toServer) throws IOException {
        Message message = Message.read(fromClient);
        while (message != null) {
            switch (message.type()) {
                case 'Q' -> message = statement(message, 0, -1);
                case 'P' -> {
                    int sql = message.end(0) + 1;
                    message = statement(message, sql, message.end(sql) + 1);
                }
                case 'B' -> bound(message.text(message.end(0) + 1));
                default -> {}
            }
            message.write(toServer);
            if (fromClient.available() == 0) {
                toServer.flush();
            }
            message = Message.read(fromClient);
        }
        toServer.flush();
    }

    /**
     * What PostgreSQL gets in place of a statement.
     *
     * @param sql where its text begins
     * @param types where the types of its parameters begin, -1 if it has none
     */
    private Message statement(Message message, int sql, int types) {
        String text = settings.fold(message.text(sql));
        if (sql > 1) {
            prepared.put(message.text(0), text);
        } else {
            noted(text);
        }
        Optional<Refusal> refusal = LeaderNode.refusalOf(text);
        if (refusal.isEmpty() && types >= 0) {
            ByteBuffer parameters = ByteBuffer.wrap(message.body(), types, message.body().length - types);
            for (int left = parameters.getShort(); left > 0 && refusal.isEmpty(); left--) {
                refusal = LeaderNode.refusalOf(parameters.getInt());
            }
        }
        if (refusal.isPresent()) {
            return message.withText(sql, refuse(refusal.get()));
        }
        return message.withText(sql, expanded(Dialect.translate(text)));
    }

    /** A statement that was prepared by name is run, perhaps not for the first time. */
    private void bound(String name) {
        if (!name.isEmpty()) {
            noted(prepared.getOrDefault(name, ""));
        }
    }

    private void noted(String statement) {
        front.sent(new SentStatement(BareSql.of(statement), settings.isReadOnly()));
        settings.follow(statement);
    }

    private String expanded(String statement) {
        try {
            return LateBindingViews.expand(statement, settings.isReadOnly(), () -> front.setup(database));
        } catch (LateBindingViews.Refused e) {
            return refuse(e.refusal());
        }
    }

    private String refuse(Refusal refusal) {
        refused.add(refusal);
        return UNPARSABLE + (refused.size() - 1);
    }

    private void passAnswers() {
        try (this) {
            DataInputStream fromServer = input(server);
            Message message = Message.read(fromServer);
            while (message != null) {
                switch (message.type()) {
                    case 'E' -> message = error(message);
                    case 'S' -> message = parameter(message);
                    case 'T' -> message = front.types().translate(message, settings.isUppercase());
                    default -> {}
                }
                message.write(toClient);
                if (fromServer.available() == 0) {
                    toClient.flush();
                }
                message = Message.read(fromServer);
            }
            toClient.flush();
        } catch (IOException e) {
            // Either side has gone.
        }
    }

    private Message error(Message message) {
        Map<Character, String> fields = message.fields();
        String text = fields.get('M');
        int at = text.indexOf(UNPARSABLE);
        if (at >= 0) {
            int number =
                    Integer.parseInt(text.substring(at + UNPARSABLE.length()).replaceAll("\\D.*", ""));
            return refused.get(number).error();
        }
        if (fields.get('C').equals("57014")) {
            front.statementCancelled();
        }
        // A wrong password has the state of its class. Source: aws/amazon-redshift-jdbc-driver issue 21
        return fields.get('C').equals("28P01") ? new Refusal("28000", text).fatal() : message;
    }

    private static Message parameter(Message message) {
        return message.text(0).equals("server_version")
                ? message.withText(message.end(0) + 1, SERVER_VERSION)
                : message;
    }

    private static DataInputStream input(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    private static DataOutputStream output(Socket socket) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    /** Ends both connections. */
    @Override
    public void close() {
        Front.close(accepted, client, server);
    }
}
