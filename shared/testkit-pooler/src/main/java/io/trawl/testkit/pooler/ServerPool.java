package io.trawl.testkit.pooler;

import io.trawl.testkit.TcpListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The connections to the server of one user and one database. */
final class ServerPool {

    /** min_pool_size; below it a single client would always get the same connection. */
    private static final int LEAST = 2;

    private final Pooler pooler;
    private final String user;
    private final String database;
    private final int most;
    /** The one that was idle for longest is used first: server_round_robin. */
    private final Deque<PooledServer> idle = new ArrayDeque<>();

    private final Set<PooledServer> open = new HashSet<>();
    private boolean closed;

    ServerPool(Pooler pooler, String user, String database, int most) {
        this.pooler = pooler;
        this.user = user;
        this.database = database;
        this.most = most;
    }

    /**
     * What the server tells a client that logs in; opens the first connections if there are none.
     *
     * @throws PooledServer.LoginException if the server refuses them
     */
    synchronized Map<String, String> parameters() throws IOException, PooledServer.LoginException {
        while (open.size() < Math.min(LEAST, most)) {
            idle.add(connect());
        }
        return open.iterator().next().parameters();
    }

    /** A connection for a client, which waits until there is one. */
    synchronized PooledServer acquire() throws IOException, PooledServer.LoginException, InterruptedException {
        while (idle.isEmpty() && open.size() >= most && !closed) {
            wait();
        }
        if (closed) {
            throw new IOException("the pooler is closed");
        }
        return idle.isEmpty() ? connect() : idle.poll();
    }

    private PooledServer connect() throws IOException, PooledServer.LoginException {
        PooledServer server = new PooledServer(this, pooler.toServer(), user, database);
        open.add(server);
        TcpListener.start("pooler server", server);
        return server;
    }

    synchronized void release(PooledServer server) {
        if (open.contains(server)) {
            idle.add(server);
            notifyAll();
        }
    }

    synchronized void lost(PooledServer server) {
        open.remove(server);
        idle.remove(server);
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
        Set.copyOf(open).forEach(PooledServer::close);
    }
}
