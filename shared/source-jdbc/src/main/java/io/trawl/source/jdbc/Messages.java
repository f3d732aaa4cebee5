package io.trawl.source.jdbc;

import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.OneLine;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * One line for the user about what the server or the driver said.
 *
 * @param type of the source, as in {@code source.type}
 * @param server where the server is
 * @param answer the text of the server's own answer in a failure; null if the failure is none
 * @param unreachable what may be the reason if nobody answers, as a question
 */
public record Messages(String type, HostPort server, Function<SQLException, String> answer, String unreachable) {

    /** The state of a failure to connect at all. */
    private static final String CONNECTING = "08001";

    /** About an operation on a whole database. */
    public String about(String database, SQLException failure) {
        return about(database, detail(failure));
    }

    /** About an operation on a whole database. */
    public String about(String database, String detail) {
        return "source " + type + " at " + server + "/" + database + ": " + detail;
    }

    /** The failure of an operation on a whole database, to be thrown. */
    public TrawlException exception(String database, SQLException failure) {
        return new TrawlException(SqlFailures.kindOf(failure), about(database, failure), failure);
    }

    /** The failure of an operation on a whole database, to be recorded. */
    public Failure failure(String database, SQLException failure) {
        return new Failure(SqlFailures.kindOf(failure), about(database, failure));
    }

    /** What went wrong, without where. */
    public String detail(SQLException failure) {
        String said = answer.apply(failure);
        if (said != null) {
            return oneLine(said);
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return "unknown host '" + server.host() + "'";
            }
            if (cause instanceof ConnectException) {
                return "connection refused; " + unreachable;
            }
            if (cause instanceof SocketTimeoutException) {
                return CONNECTING.equals(failure.getSQLState())
                        ? "no answer in time; " + unreachable
                        : "no answer in time";
            }
            if (cause instanceof CertificateException) {
                return "the server's certificate is not trusted (" + oneLine(cause.getMessage())
                        + "); sslConfig.caCertificate says whom to trust";
            }
        }
        return oneLine(failure.getMessage());
    }

    /** What a driver says, without line breaks; never null. */
    public static String oneLine(String text) {
        return text == null ? "no message" : OneLine.folded(text);
    }
}
