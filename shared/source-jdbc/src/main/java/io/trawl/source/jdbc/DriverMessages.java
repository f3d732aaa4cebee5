package io.trawl.source.jdbc;

import io.trawl.api.util.OneLine;
import io.trawl.source.kit.Messages;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;

/**
 * What went wrong in a driver or its server, in one line for the user.
 *
 * @param server where the server is
 * @param failures finds the server's own answer in a failure
 * @param unreachable what may be the reason if the server does not answer, as a question
 */
public record DriverMessages(HostPort server, SqlFailures failures, String unreachable) {

    /** The state of a failure to connect at all. */
    private static final String CONNECTING = "08001";

    /**
     * Messages that say what went wrong, and at which server.
     *
     * @param type of the source, as in {@code source.type}
     */
    public Messages of(String type) {
        return new Messages(type, server.toString(), failures, this::describe);
    }

    /** What went wrong, without where. */
    public String describe(Throwable failure) {
        String said = failure instanceof SQLException sql ? failures.answer(sql) : null;
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
                return failure instanceof SQLException sql && CONNECTING.equals(sql.getSQLState())
                        ? "no answer in time; " + unreachable
                        : "no answer in time";
            }
            if (cause instanceof CertificateException) {
                return "the server's certificate is not trusted (" + oneLine(cause.getMessage())
                        + "); sslConfig.caCertificate says whom to trust";
            }
        }
        return failure instanceof RuntimeException ? oneLine(failure.toString()) : oneLine(failure.getMessage());
    }

    /** What a driver says, without line breaks; never null. */
    public static String oneLine(String text) {
        return text == null ? "no message" : OneLine.folded(text);
    }
}
