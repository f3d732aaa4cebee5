package io.trawl.source.jdbc;

import io.trawl.api.model.FailureKind;
import io.trawl.api.util.OutOfMemory;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Classifies failures of JDBC calls, by SQLState ({@link SqlStates}) and exception type alone. */
public final class SqlFailures {

    /** A lock was not to be had in time. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** A statement was cancelled, by {@code statement_timeout} for example. */
    private static final String CANCELLED = "57014";

    /** pgbouncer's only state: for what the client did wrong, and for every trouble of its own. */
    private static final String PROTOCOL_VIOLATION = "08P01";

    private static final String STARTING = "57P03";

    private SqlFailures() {}

    /** How far a failure reaches. */
    enum Extent {
        /** The server, the login, or a moment: nothing else is worth reading now. */
        ALL,
        /** A session that was lost while it read, perhaps because of one of the objects it read. */
        SESSION,
        /** A statement that took too long, perhaps because of one of the objects it read. */
        SLOW_STATEMENT,
        /** A statement, perhaps because of one of the objects it read. */
        STATEMENT
    }

    /** How far a failure reaches: whether a smaller part of what was read may succeed. */
    static Extent extentOf(SQLException failure) {
        if (anyState(failure, SqlStates::isOfConnecting)
                || PROTOCOL_VIOLATION.equals(failure.getSQLState())
                || outOfReach(failure)) {
            return Extent.ALL;
        }
        if (connectionLost(failure)) {
            return Extent.SESSION;
        }
        if (statementTimedOut(failure)) {
            return Extent.SLOW_STATEMENT;
        }
        return kindOf(failure) == FailureKind.TRANSIENT ? Extent.ALL : Extent.STATEMENT;
    }

    /** The kind of a failure; its causes and chained exceptions are asked too. {@code BUG} if none says anything. */
    public static FailureKind kindOf(Throwable failure) {
        OutOfMemory.check(failure); // pgJDBC makes one an SQLException
        Set<Throwable> chain = chain(failure);
        if (chain.stream().anyMatch(CertificateException.class::isInstance)) {
            return FailureKind.INVALID; // a certificate does not become valid by trying again
        }
        for (Throwable each : chain) {
            FailureKind kind = kindOfOne(each);
            if (kind != FailureKind.BUG) {
                return kind;
            }
        }
        return FailureKind.BUG;
    }

    /** Whether the connection is gone: nothing can be said about the statement, and the connection must be dropped. */
    public static boolean connectionLost(Throwable failure) {
        if (anyState(failure, state -> state.startsWith("22"))) {
            return false; // the session is sound, what it sent is no text; the driver tells so with an IOException
        }
        return anyState(failure, SqlStates::isOfLostSession)
                || chain(failure).stream().anyMatch(IOException.class::isInstance)
                || chain(failure).stream().anyMatch(SQLRecoverableException.class::isInstance);
    }

    /** Whether the server gave no answer at all: a wrong address, a server that is down, a network in between. */
    public static boolean outOfReach(Throwable failure) {
        return chain(failure).stream()
                .anyMatch(each -> each instanceof ConnectException
                        || each instanceof NoRouteToHostException
                        || each instanceof UnknownHostException
                        || each instanceof SocketTimeoutException);
    }

    /**
     * Whether there is a server that takes no connection yet: it starts, or recovers from a crash. It says so, or it cuts the
     * connection off during the login: a PostgreSQL that ends its sessions after a crash ends those that log in too.
     */
    static boolean isStarting(Throwable failure) {
        boolean cutOff = anyState(failure, SqlStates::isOfConnecting)
                && chain(failure).stream()
                        .anyMatch(each -> each instanceof EOFException || each instanceof SocketException)
                && !outOfReach(failure);
        return cutOff || anyState(failure, STARTING::equals);
    }

    /** Whether a statement took too long or waited too long for a lock, so that a smaller one may succeed. */
    public static boolean statementTimedOut(Throwable failure) {
        return !connectionLost(failure)
                && anyState(failure, state -> state.equals(CANCELLED) || state.equals(LOCK_NOT_AVAILABLE));
    }

    /** Whether a statement waited too long for a lock that another session holds. */
    public static boolean lockTimedOut(Throwable failure) {
        return anyState(failure, LOCK_NOT_AVAILABLE::equals);
    }

    /**
     * Whether an object may have been dropped while it was read: what prints definitions looks at the present and not at the
     * snapshot, and PostgreSQL has no state for that. On a later snapshot the object is gone.
     */
    static boolean mayBeOfDropped(Throwable failure) {
        return anyState(failure, SqlStates.INTERNAL_ERROR::equals);
    }

    private static FailureKind kindOfOne(Throwable failure) {
        if (failure instanceof SQLException sql && sql.getSQLState() != null) {
            FailureKind kind = SqlStates.kindOf(sql.getSQLState());
            if (kind != FailureKind.BUG) {
                return kind;
            }
        }
        boolean passing = failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof IOException;
        return passing ? FailureKind.TRANSIENT : FailureKind.BUG;
    }

    private static boolean anyState(Throwable failure, Predicate<String> test) {
        return chain(failure).stream()
                .anyMatch(each ->
                        each instanceof SQLException sql && sql.getSQLState() != null && test.test(sql.getSQLState()));
    }

    /** The failure, its causes and chained exceptions, nearest first, each once. */
    private static Set<Throwable> chain(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Throwable> ordered = new LinkedHashSet<>();
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failure);
        while (!open.isEmpty()) {
            Throwable next = open.poll();
            if (seen.add(next)) {
                ordered.add(next);
                if (next.getCause() != null) {
                    open.add(next.getCause());
                }
                if (next instanceof SQLException sql && sql.getNextException() != null) {
                    open.add(sql.getNextException());
                }
            }
        }
        return ordered;
    }
}
