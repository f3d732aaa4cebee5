package io.trawl.testkit.pooler;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.TcpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pooler in front of an embedded database, on a free port of 127.0.0.1. It is as unpleasant as pgbouncer may be: each pool
 * begins with two connections and uses them in turn (min_pool_size, server_round_robin), so that the transactions of a single
 * client already change between them.
 */
public final class Pooler implements AutoCloseable {

    final PoolerConfig config;
    private final int serverPort;
    private final TcpListener listener;
    private final Map<String, ServerPool> pools = new ConcurrentHashMap<>();
    private final Set<PoolerClient> clients = ConcurrentHashMap.newKeySet();
    final AtomicInteger roundTrips = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger switches = new AtomicInteger();

    private Pooler(int serverPort, PoolerConfig config) {
        this.serverPort = serverPort;
        this.config = config;
        this.listener = new TcpListener("pooler", this::take);
    }

    /** Starts a pooler; the server is connected to when the first client comes. */
    public static Pooler start(EmbeddedDatabase server, PoolerConfig config) {
        return new Pooler(server.port(), config);
    }

    /** {@code 127.0.0.1:port}. */
    public String hostPort() {
        return "127.0.0.1:" + listener.port();
    }

    /** How often a client has waited for an answer: Syncs and simple queries, logins left out. */
    public int roundTrips() {
        return roundTrips.get();
    }

    /** Clients that were refused for a start-up parameter. */
    public int refused() {
        return refused.get();
    }

    /** How often a client was given another connection to the server than it had before. */
    public int switches() {
        return switches.get();
    }

    ServerPool pool(String user, String database) {
        return pools.computeIfAbsent(
                user + '\0' + database, key -> new ServerPool(this, user, database, config.connections()));
    }

    Socket toServer() throws IOException {
        return new Socket(InetAddress.getByName("127.0.0.1"), serverPort);
    }

    void ended(PoolerClient client) {
        clients.remove(client);
    }

    private void take(Socket socket) throws IOException {
        PoolerClient client = new PoolerClient(this, socket);
        clients.add(client);
        TcpListener.start("pooler client", client);
    }

    /** Ends all connections. */
    @Override
    public void close() {
        listener.close();
        clients.forEach(PoolerClient::close);
        pools.values().forEach(ServerPool::close);
    }
}
