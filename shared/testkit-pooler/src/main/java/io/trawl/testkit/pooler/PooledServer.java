package io.trawl.testkit.pooler;

import io.trawl.testkit.wire.Message;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A connection to the server. What it answers goes to the client that it is linked to, if to any. */
final class PooledServer implements Runnable {

    private static final int PROTOCOL = 3 << 16;

    private final ServerPool pool;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private volatile PoolerClient client;
    private volatile CountDownLatch ownQuery;

    /** Logs in, as send_startup_packet in proto.c does: with user and database alone. */
    PooledServer(ServerPool pool, Socket socket, String user, String database) throws IOException, LoginException {
        this.pool = pool;
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String text : new String[] {"user", user, "database", database, ""}) {
            body.writeBytes((text + '\0').getBytes(StandardCharsets.UTF_8));
        }
        out.writeInt(body.size() + 8);
        out.writeInt(PROTOCOL);
        out.write(body.toByteArray());
        out.flush();
        for (Message message = Message.read(in); message == null || message.type() != 'Z'; message = Message.read(in)) {
            if (message == null || message.type() == 'E') {
                socket.close();
                throw new LoginException(
                        message == null
                                ? "server login failed"
                                : message.fields().get('M'));
            }
            take(message);
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
        synchronized (out) {
            message.write(out);
            if (flush) {
                out.flush();
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
            for (Message message = Message.read(in); message != null; message = Message.read(in)) {
                take(message);
                CountDownLatch own = ownQuery;
                PoolerClient linked = client;
                if (own != null) {
                    if (message.type() == 'Z') {
                        ownQuery = null;
                        own.countDown();
                    }
                } else if (linked != null) {
                    linked.answer(message, in.available() == 0);
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
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no more use either way.
        }
    }
}
