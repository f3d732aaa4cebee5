package io.trawl.testkit.pooler;

import io.trawl.testkit.wire.Message;
import io.trawl.testkit.wire.Peer;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A client's connection, from its first byte to its last. */
final class PoolerClient implements Runnable {

    /** What a client may set when it logs in, and the pooler sets again for each server; source: lookup in varcache.c. */
    private static final Set<String> TRACKED =
            Set.of("client_encoding", "DateStyle", "TimeZone", "standard_conforming_strings", "application_name");

    private final Pooler pooler;
    private final Peer client;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private ServerPool pool;
    private PooledServer server;
    private PooledServer last;
    /** Answers that are to come before the server may be given away; source: expect_rfq_count in client.c. */
    private int expected;

    private boolean inTransaction;

    PoolerClient(Pooler pooler, Socket socket) throws IOException {
        this.pooler = pooler;
        this.client = new Peer(socket);
    }

    @Override
    public void run() {
        try {
            if (logIn()) {
                passStatements();
            }
        } catch (PooledServer.LoginException e) {
            disconnect(e.getMessage());
        } catch (IOException | InterruptedException e) {
            // Either side has gone.
        } finally {
            leave();
        }
    }

    /** decide_startup_pool in client.c, and welcome_client in proto.c. */
    private boolean logIn() throws IOException, PooledServer.LoginException {
        Map<String, String> asked = client.greet(null, key -> {});
        if (asked == null) {
            return false;
        }
        for (Map.Entry<String, String> parameter : asked.entrySet()) {
            String name = parameter.getKey();
            String tracked =
                    TRACKED.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
            if (tracked != null) {
                variables.put(tracked, parameter.getValue());
            } else if (!name.equals("user")
                    && !name.equals("database")
                    && !pooler.config.ignored().contains(name)) {
                pooler.refused.incrementAndGet();
                disconnect("unsupported startup parameter: " + name);
                return false;
            }
        }
        pool = pooler.pool(asked.get("user"), asked.getOrDefault("database", asked.get("user")));
        Map<String, String> parameters = pool.parameters();
        parameters.putAll(variables);
        new Message('R', new byte[4]).write(client.out());
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String text = parameter.getKey() + '\0' + parameter.getValue() + '\0';
            new Message('S', text.getBytes(StandardCharsets.UTF_8)).write(client.out());
        }
        // Each client has a key of its own: get_random_bytes(client->cancel_key, 8)
        new Message('K', ByteBuffer.allocate(8).putLong(new Random().nextLong()).array()).write(client.out());
        client.send(new Message('Z', new byte[] {'I'}));
        return true;
    }

    private void passStatements() throws IOException, InterruptedException, PooledServer.LoginException {
        for (Message message = Message.read(client.in()); message != null && message.type() != 'X'; ) {
            boolean answered = "QSF".indexOf(message.type()) >= 0;
            if (answered) {
                pooler.roundTrips.incrementAndGet();
            }
            link(answered).send(message, answered || message.type() == 'H');
            message = Message.read(client.in());
        }
    }

    /** find_server in objects.c. */
    private PooledServer link(boolean answered) throws IOException, InterruptedException, PooledServer.LoginException {
        synchronized (this) {
            expected += answered ? 1 : 0;
            if (server != null) {
                return server;
            }
        }
        PooledServer acquired = pool.acquire();
        applyVariables(acquired);
        synchronized (this) {
            if (last != null && last != acquired) {
                pooler.switches.incrementAndGet();
            }
            last = acquired;
            server = acquired;
            acquired.link(this);
            return acquired;
        }
    }

    /** varcache_apply in varcache.c. */
    private void applyVariables(PooledServer acquired) throws IOException, InterruptedException {
        Map<String, String> current = acquired.parameters();
        StringBuilder sql = new StringBuilder();
        variables.forEach((name, value) -> {
            if (!value.toLowerCase(Locale.ROOT)
                    .equals(current.getOrDefault(name, "").toLowerCase(Locale.ROOT))) {
                sql.append("SET ")
                        .append(name)
                        .append("='")
                        .append(value.replace("'", "''"))
                        .append("';");
            }
        });
        if (sql.length() > 0) {
            acquired.execute(sql.toString());
        }
    }

    /** handle_server_work in server.c: the decision is made when the server is ready for the next query. */
    void answer(Message message, boolean flush) throws IOException {
        synchronized (this) {
            if (message.type() == 'Z') {
                expected--;
                inTransaction = message.body()[0] != 'I';
                if (inTransaction && pooler.config.mode() == PoolMode.STATEMENT) {
                    server.close();
                    disconnect("transaction blocks not allowed in statement pooling mode");
                    return;
                }
                if (!inTransaction && expected == 0 && pooler.config.mode() != PoolMode.SESSION) {
                    // Before the client is answered: to its next statement the server is free, since pgbouncer has one
                    // thread.
                    server.release();
                    server = null;
                }
            }
            message.write(client.out());
            if (flush || message.type() == 'Z') {
                client.out().flush();
            }
        }
    }

    /** send_pooler_error in proto.c: every error of the pooler's own has this state. */
    synchronized void disconnect(String why) {
        try {
            client.send(Message.error("FATAL", "08P01", why));
        } catch (IOException e) {
            // The client has gone first.
        }
        close();
    }

    /**
     * A server whose session may not be clean is closed; server_reset_query is for session pooling alone (doc/config.md).
     */
    private void leave() {
        close();
        pooler.ended(this);
        PooledServer left;
        synchronized (this) {
            left = server;
            server = null;
        }
        if (left == null) {
            return;
        }
        left.link(null);
        try {
            if (inTransaction || expected > 0) {
                left.close();
            } else {
                left.execute("DISCARD ALL");
                left.release();
            }
        } catch (IOException | InterruptedException e) {
            left.close();
        }
    }

    void close() {
        client.close();
    }
}
