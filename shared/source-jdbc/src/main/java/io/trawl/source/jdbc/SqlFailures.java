package io.trawl.source.jdbc;

import io.trawl.api.model.FailureKind;
import io.trawl.api.util.OutOfMemory;
import io.trawl.source.kit.FailureClassifier;
import io.trawl.source.kit.Reach;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Classifies failures of JDBC calls, by SQLState ({@link SqlStates}) and exception type alone. A dialect whose server says
 * more in a vendor's code, or says it otherwise, has a subclass with a {@link #meaning} of its own.
 */
public class SqlFailures implements FailureClassifier {

    /** A lock was not to be had in time. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** A statement was cancelled, by {@code statement_timeout} for example. */
    private static final String CANCELLED = "57014";

    /** pgbouncer's only state: for what the client did wrong, and for every trouble of its own. */
    private static final String PROTOCOL_VIOLATION = "08P01";

    private static final String STARTING = "57P03";

    /**
     * What an exception stands for.
     *
     * @param kind of the failure
     * @param reach how far it reaches
     */
    public record Meaning(FailureKind kind, Reach reach) {}

    /**
     * What an exception stands for that SQLState does not say, for example by {@link SQLException#getErrorCode}; it counts
     * more than the state. Empty, as by default, if the state decides.
     *
     * @param failure one of a chain
     */
    protected Optional<Meaning> meaning(SQLException failure) {
        return Optional.empty();
    }

    /** The text of the server's own answer in a failure; null, as by default, if the failure is none. */
    protected @Nullable String answer(SQLException failure) {
        return null;
    }

    @Override
    public final Reach reach(Throwable failure) {
        Optional<Meaning> known = known(failure);
        if (known.isPresent()) {
            return known.get().reach();
        }
        if (outOfReach(failure)) {
            return Reach.UNREACHABLE;
        }
        if (isStarting(failure)) {
            return Reach.STARTING;
        }
        if (anyState(failure, SqlStates::isOfConnecting)
                || failure instanceof SQLException sql && PROTOCOL_VIOLATION.equals(sql.getSQLState())) {
            return Reach.ALL;
        }
        if (connectionLost(failure)) {
            return Reach.SESSION;
        }
        if (anyState(failure, LOCK_NOT_AVAILABLE::equals)) {
            return Reach.LOCK;
        }
        if (anyState(failure, CANCELLED::equals)) {
            return Reach.SLOW_STATEMENT;
        }
        if (classify(failure) == FailureKind.TRANSIENT) {
            return Reach.ALL;
        }
        // Functions that print definitions look at the present and not at the snapshot; an object that was dropped
        // meanwhile has no state of its own.
        return anyState(failure, SqlStates.INTERNAL_ERROR::equals) ? Reach.DROPPED : Reach.STATEMENT;
    }

    /** The kind of a failure; its causes and chained exceptions are asked too. {@code BUG} if none says anything. */
    @Override
    public final FailureKind classify(Throwable failure) {
        OutOfMemory.check(failure); // pgJDBC makes one an SQLException
        Optional<Meaning> known = known(failure);
        if (known.isPresent()) {
            return known.get().kind();
        }
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

    /** Also after a failure of ours, which may have left it in the middle of something. */
    @Override
    public final boolean sessionLost(Throwable failure) {
        return failure instanceof RuntimeException || connectionLost(failure);
    }

    private boolean connectionLost(Throwable failure) {
        Optional<Meaning> known = known(failure);
        if (known.isPresent()) {
            return known.get().reach() == Reach.SESSION;
        }
        if (anyState(failure, state -> state.startsWith("22"))) {
            return false; // the session is sound, what it sent is no text; the driver reports that with an IOException
        }
        return anyState(failure, SqlStates::isOfLostSession)
                || chain(failure).stream().anyMatch(IOException.class::isInstance)
                || chain(failure).stream().anyMatch(SQLRecoverableException.class::isInstance);
    }

    /** Whether the server gave no answer at all: a wrong address, a server that is down, a network in between. */
    private static boolean outOfReach(Throwable failure) {
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
    private static boolean isStarting(Throwable failure) {
        boolean cutOff = anyState(failure, SqlStates::isOfConnecting)
                && chain(failure).stream()
                        .anyMatch(each -> each instanceof EOFException || each instanceof SocketException)
                && !outOfReach(failure);
        return cutOff || anyState(failure, STARTING::equals);
    }

    /** Whether a statement took too long or waited too long for a lock, so that a smaller one may succeed. */
    public final boolean statementTimedOut(Throwable failure) {
        Reach reach = reach(failure);
        return reach == Reach.SLOW_STATEMENT || reach == Reach.LOCK;
    }

    /** Whether a statement waited too long for a lock that another session holds. */
    public final boolean lockTimedOut(Throwable failure) {
        return reach(failure) == Reach.LOCK;
    }

    private Optional<Meaning> known(Throwable failure) {
        return chain(failure).stream()
                .filter(SQLException.class::isInstance)
                .flatMap(each -> meaning((SQLException) each).stream())
                .findFirst();
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
