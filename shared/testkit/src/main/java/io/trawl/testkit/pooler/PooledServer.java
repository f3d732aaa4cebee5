package io.trawl.testkit.pooler;

import io.trawl.testkit.wire.Message;
import io.trawl.testkit.wire.Peer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A connection to the server. What it answers goes to the client that it is linked to, if to any. */
final class PooledServer implements Runnable {

    /** The server does not let the pooler in. */
    static final class LoginException extends Exception {
        private static final long serialVersionUID = 1L;

        LoginException(String message) {
            super(message);
        }
    }

    private final ServerPool pool;
    private final Peer server;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private volatile PoolerClient client;
    private volatile CountDownLatch ownQuery;

    /** Logs in, as send_startup_packet in proto.c does: with user and database alone. */
    PooledServer(ServerPool pool, Socket socket, String user, String database) throws IOException, LoginException {
        this.pool = pool;
        this.server = new Peer(socket);
        Map<String, String> login = new LinkedHashMap<>();
        login.put("user", user);
        login.put("database", database);
        server.start(login);
        Message message = Message.read(server.in());
        while (message != null && message.type() != 'Z' && message.type() != 'E') {
            take(message);
            message = Message.read(server.in());
        }
        if (message == null || message.type() == 'E') {
            server.close();
            throw new LoginException(
                    message == null ? "server login failed" : message.fields().get('M'));
        }
    }

    private synchronized void take(Message message) {
        if (message.type() == 'S') {
            parameters.put(message.text(0), message.text(message.end(0) + 1));
        }
    }

    synchronized Map<String, String> parameters() {
        return new LinkedHashMap<>(parameters);
    }

    void link(PoolerClient linked) {
        client = linked;
    }

    void send(Message message, boolean flush) throws IOException {
        synchronized (server) {
            message.write(server.out());
            if (flush) {
                server.out().flush();
            }
        }
    }

    /** Executes something of the pooler's own, whose answer no client sees. */
    void execute(String sql) throws IOException, InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        ownQuery = done;
        send(new Message('Q', (sql + '\0').getBytes(StandardCharsets.UTF_8)), true);
        done.await();
    }

    @Override
    public void run() {
        try {
            for (Message message = Message.read(server.in()); message != null; message = Message.read(server.in())) {
                take(message);
                CountDownLatch own = ownQuery;
                PoolerClient linked = client;
                if (own != null) {
                    if (message.type() == 'Z') {
                        ownQuery = null;
                        own.countDown();
                    }
                } else if (linked != null) {
                    linked.answer(message, server.isSilent());
                }
            }
        } catch (IOException e) {
            // Either side has gone.
        } finally {
            close();
            PoolerClient linked = client;
            if (linked != null) {
                linked.disconnect("server conn crashed?"); // S: server_proto in server.c
            }
            CountDownLatch own = ownQuery;
            if (own != null) {
                own.countDown();
            }
        }
    }

    void release() {
        client = null;
        pool.release(this);
    }

    void close() {
        pool.lost(this);
        server.close();
    }
}
