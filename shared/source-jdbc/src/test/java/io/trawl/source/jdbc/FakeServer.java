package io.trawl.source.jdbc;

import io.trawl.api.model.FailureKind;
import io.trawl.source.kit.Reach;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that takes so many connections and counts them. */
final class FakeServer implements JdbcSessions {

    private final int most;
    private final Set<Connection> broken = ConcurrentHashMap.newKeySet();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean silent;
    private volatile String full;
    private int open;
    private int highest;
    private int opened;
    private int refused;

    FakeServer(int most) {
        this.most = most;
    }

    /** From now on an attempt to connect takes for ever, until {@link #answer}. */
    void beSilent() {
        silent = true;
    }

    /** Lets attempts that take for ever come to an end. */
    void answer() {
        answers.countDown();
    }

    /** From now on a database has no connection left, while others have. */
    void beFull(String database) {
        full = database;
    }

    @Override
    public Connection open(String database) throws SQLException {
        if (silent) {
            waiting.incrementAndGet();
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
        }
        synchronized (this) {
            if (database.equals("missing")) {
                throw new SQLException("no such database", "3D000");
            }
            if (database.equals(full) || open == most) {
                refused++;
                throw new SQLException(
                        database.equals(full) ? "too many connections for database" : "sorry, too many clients already",
                        "53300");
            }
            open++;
            opened++;
            highest = Math.max(highest, open);
        }
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, connection(database));
    }

    private InvocationHandler connection(String database) {
        return (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "close":
                    synchronized (this) {
                        open--;
                    }
                    return null;
                case "isValid":
                    return true;
                case "getCatalog":
                    return database;
                case "abort":
                    broken.add((Connection) proxy);
                    return null;
                case "isReadOnly":
                    if (broken.contains(proxy)) {
                        throw new SQLException("the connection is closed", "08006");
                    }
                    return true;
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "equals":
                    return proxy == arguments[0];
                default:
                    throw new UnsupportedOperationException(method.getName());
            }
        };
    }

    @Override
    public SqlFailures failures() {
        return new SqlFailures() {
            @Override
            protected Optional<Meaning> meaning(SQLException failure) {
                return failure.getMessage().contains("for database")
                        ? Optional.of(new Meaning(FailureKind.THROTTLED, Reach.DATABASE))
                        : Optional.empty();
            }
        };
    }

    /** Breaks a connection; it is found out when it is asked whether it is read-only. */
    void breakOff(Connection connection) {
        broken.add(connection);
    }

    /** Attempts that take for ever. */
    int waiting() {
        return waiting.get();
    }

    synchronized int open() {
        return open;
    }

    synchronized int highest() {
        return highest;
    }

    synchronized int opened() {
        return opened;
    }

    synchronized int refused() {
        return refused;
    }
}
