package io.trawl.testkit.redshift;

import io.trawl.testkit.TcpListener;
import io.trawl.testkit.wire.Message;
import io.trawl.testkit.wire.Peer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client's connection, from its first byte to its last, and the connection to PostgreSQL behind it. */
final class Session implements Runnable, AutoCloseable {

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
    private Peer client;
    private Peer server;

    Session(Front front, Socket accepted) {
        this.front = front;
        this.accepted = accepted;
    }

    @Override
    public void run() {
        boolean counted = false;
        try (this) {
            client = new Peer(accepted);
            Map<String, String> parameters = client.greet(front.tls, front::cancel);
            if (parameters == null) {
                return;
            }
            Startup startup = new Startup(parameters);
            database = parameters.get("database");
            Optional<Refusal> refusal = front.enter(startup);
            counted = refusal.isEmpty();
            if (!counted) {
                client.send(refusal.get().fatal());
                return;
            }
            Map<String, String> defaults = front.settingsOf(startup.user());
            defaults.forEach(settings::set);
            server = new Peer(front.toPostgres());
            server.start(startup.translated(defaults));
            TcpListener.start("redshift answers", this::passAnswers);
            passStatements();
        } catch (IOException e) {
            // Either side has gone, which is all that can be known of it.
        } finally {
            if (counted) {
                front.leave();
            }
        }
    }

    private void passStatements() throws IOException {
        Message message = Message.read(client.in());
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
            message.write(server.out());
            if (client.isSilent()) {
                server.out().flush();
            }
            message = Message.read(client.in());
        }
        server.out().flush();
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
            return refuse(e.refusal);
        }
    }

    private String refuse(Refusal refusal) {
        refused.add(refusal);
        return UNPARSABLE + (refused.size() - 1);
    }

    private void passAnswers() {
        try (this) {
            Message message = Message.read(server.in());
            while (message != null) {
                switch (message.type()) {
                    case 'E' -> message = error(message);
                    case 'S' -> message = parameter(message);
                    case 'T' -> message = front.types.translate(message, settings.isUppercase());
                    default -> {}
                }
                message.write(client.out());
                if (server.isSilent()) {
                    client.out().flush();
                }
                message = Message.read(server.in());
            }
            client.out().flush();
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

    /** Ends both connections. */
    @Override
    public void close() {
        TcpListener.close(accepted);
        TcpListener.close(client);
        TcpListener.close(server);
    }
}
