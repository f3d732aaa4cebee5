package io.trawl.source.jdbc;

import io.trawl.core.model.FailureKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
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

/**
 * What follows from a failure of a JDBC call, decided by SQLState and exception type alone. The states are those of the
 * SQL standard and of PostgreSQL's appendix A, which Redshift shares.
 */
public final class SqlFailures {

    /** A statement was cancelled, by {@code statement_timeout} for example; a lock was not to be had in time. */
    private static final Set<String> TIMED_OUT = Set.of("57014", "55P03");

    private SqlFailures() {}

    /** The kind of a failure; its causes and chained exceptions are asked too. {@code BUG} if none says anything. */
    public static FailureKind kindOf(Throwable failure) {
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
        return anyState(failure, state -> state.startsWith("08") || state.startsWith("57P") || state.equals("25P03"))
                || chain(failure).stream().anyMatch(IOException.class::isInstance)
                || chain(failure).stream().anyMatch(SQLRecoverableException.class::isInstance);
    }

    /** Whether nobody answered where the server should be: a wrong address, a server that is down, a network in between. */
    public static boolean outOfReach(Throwable failure) {
        return chain(failure).stream()
                .anyMatch(each -> each instanceof ConnectException
                        || each instanceof NoRouteToHostException
                        || each instanceof UnknownHostException
                        || each instanceof SocketTimeoutException);
    }

    /** Whether a statement took too long or waited too long for a lock, so that a smaller one may succeed. */
    public static boolean statementTimedOut(Throwable failure) {
        return !connectionLost(failure) && anyState(failure, TIMED_OUT::contains);
    }

    private static FailureKind kindOfOne(Throwable failure) {
        if (failure instanceof SQLException sql && sql.getSQLState() != null) {
            FailureKind kind = kindOfState(sql.getSQLState());
            if (kind != FailureKind.BUG) {
                return kind;
            }
        }
        boolean passing = failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof IOException;
        return passing ? FailureKind.TRANSIENT : FailureKind.BUG;
    }

    private static FailureKind kindOfState(String state) {
        switch (state) {
            case "53300": // too many connections; of Redshift too: awslabs/aws-lambda-redshift-loader issue 180
            case "53000": // insufficient resources
            case "53200": // out of memory
                return FailureKind.THROTTLED;
            case "42501": // insufficient privilege
                return FailureKind.PERMISSION;
            case "3D000": // no such database
            case "3F000": // no such schema
            case "57P04": // the database was dropped
                return FailureKind.INVALID;
            case "55P03": // lock not available
            case "55006": // object in use
            case "53100": // disk full
            case "25P03": // idle in transaction for too long
                return FailureKind.TRANSIENT;
            default:
                break;
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "40", "57" -> FailureKind.TRANSIENT;
            case "28" -> FailureKind.PERMISSION;
            default -> FailureKind.BUG;
        };
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
