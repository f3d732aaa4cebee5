package io.trawl.ledger.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.OneLine;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Classifies failures of the ledger's database by SQLState (PostgreSQL, appendix A) and type alone. */
final class DatabaseFailures {

    /** Lock not available, object in use, disk full, statement cancelled. */
    private static final Set<String> PASSING = Set.of("55P03", "55006", "53100", "57014");

    /** pgJDBC's state where no server answered, or none of the wanted kind. */
    private static final String UNABLE_TO_CONNECT = "08001";

    private DatabaseFailures() {}

    /** Whether the same may succeed in a moment. */
    static boolean passes(SQLException failure) {
        String state = failure.getSQLState();
        return connectionLost(failure)
                || failure instanceof SQLTransientException
                || state != null && (state.startsWith("40") || state.startsWith("53") || PASSING.contains(state));
    }

    /**
     * Whether a first connection may succeed in a moment. Errors of the server pass as anywhere else: too many connections
     * (53300), starting or shutting down (57P01 to 57P03). Errors of the driver pass if the connection was refused,
     * lost or not made in time, but not for an unknown host, failed TLS or a missing password.
     */
    static boolean passesAtStart(SQLException failure) {
        if (!(failure instanceof PSQLException) || isAnswer(failure)) {
            return passes(failure);
        }
        if (cause(failure, UnknownHostException.class) != null) {
            return false;
        }
        return UNABLE_TO_CONNECT.equals(failure.getSQLState())
                || cause(failure, SocketException.class) != null
                || cause(failure, SocketTimeoutException.class) != null
                || cause(failure, EOFException.class) != null;
    }

    /** Whether this is an error of the server, and not of the driver. */
    static boolean isAnswer(SQLException failure) {
        return failure instanceof PSQLException driver && driver.getServerErrorMessage() != null;
    }

    /** Whether the connection is gone, so that nothing is known about the statement. */
    static boolean connectionLost(SQLException failure) {
        String state = failure.getSQLState();
        boolean said = state != null
                && (state.startsWith("08")
                        || state.startsWith("57P") && !state.equals("57P04")
                        || state.equals("25P03")
                        || state.equals("25P04"));
        // Without a state it is the pool, which has no connection; the driver always gives one.
        return said || state == null || cause(failure, IOException.class) != null;
    }

    /** The exception for the user, in one line. */
    static TrawlException exception(LedgerAddress address, SQLException failure) {
        return new TrawlException(kindOf(failure), address + ": " + detail(address, failure), failure);
    }

    private static FailureKind kindOf(SQLException failure) {
        if (passes(failure)) {
            return FailureKind.TRANSIENT;
        }
        String state = failure.getSQLState();
        if (state.startsWith("28") || state.equals("42501")) {
            return FailureKind.PERMISSION;
        }
        return state.startsWith("3D") || state.startsWith("3F") || state.equals("57P04")
                ? FailureKind.INVALID
                : FailureKind.BUG;
    }

    /** The reason of the failure, without the address. */
    static String detail(LedgerAddress address, SQLException failure) {
        if (isAnswer(failure)) {
            return oneLine(((PSQLException) failure).getServerErrorMessage().getMessage());
        }
        if (cause(failure, UnknownHostException.class) != null) {
            return "unknown host";
        }
        if (cause(failure, ConnectException.class) != null || cause(failure, NoRouteToHostException.class) != null) {
            return "connection refused; is the host right, and does a server listen there?";
        }
        if (cause(failure, SocketTimeoutException.class) != null) {
            return "no answer in time";
        }
        return oneLine(failure.getMessage());
    }

    /** The failure or the first of its causes that is of a type; null if none is. */
    static <T> @Nullable T cause(Throwable failure, Class<T> type) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth < 20; each = each.getCause(), depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    /** A message of a library, as one line. */
    static String oneLine(String text) {
        return text == null ? "no message" : OneLine.folded(text);
    }
}
