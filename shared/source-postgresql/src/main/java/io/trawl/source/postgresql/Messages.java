package io.trawl.source.postgresql;

import io.trawl.core.model.Hierarchy.Failure;
import io.trawl.core.model.TrawlException;
import io.trawl.source.jdbc.SqlFailures;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/**
 * One line for the user about what the server or the driver said.
 *
 * @param server where the server is
 */
record Messages(HostPort server) {

    /** About an operation on a whole database. */
    String about(String database, SQLException failure) {
        return about(database, detail(failure));
    }

    /** About an operation on a whole database. */
    String about(String database, String detail) {
        return "source postgres at " + server + "/" + database + ": " + detail;
    }

    TrawlException exception(String database, SQLException failure) {
        return new TrawlException(SqlFailures.kindOf(failure), about(database, failure), failure);
    }

    Failure failure(String database, SQLException failure) {
        return new Failure(SqlFailures.kindOf(failure), about(database, failure));
    }

    /** What went wrong, without where. */
    String detail(SQLException failure) {
        if (failure instanceof PSQLException answer && answer.getServerErrorMessage() != null) {
            return oneLine(answer.getServerErrorMessage().getMessage());
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host '" + server.host() + "'";
            }
            if (cause instanceof ConnectException) {
                return "connection refused; is the host right, and does a server listen there?";
            }
            if (cause instanceof SocketTimeoutException) {
                return "no answer in time";
            }
        }
        return oneLine(failure.getMessage());
    }

    private static String oneLine(String text) {
        return text == null ? "no message" : text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
