package io.trawl.testkit.snowflake;

import io.trawl.testkit.snowflake.sql.SqlException;
import java.time.Duration;

/**
 * What goes wrong with a statement.
 *
 * @param kind how
 * @param status of HTTP, or 0
 * @param failure said by the service, or null
 * @param delay before the answer
 */
public record Fault(Kind kind, int status, SqlException failure, Duration delay) {

    /** How a statement goes wrong. */
    public enum Kind {
        /** An HTTP status in place of an answer; the statement is not executed. */
        HTTP,
        /** The connection is cut; the statement is not executed. */
        CUT,
        /** The statement is executed, and the connection is cut. */
        CUT_AFTERWARDS,
        /** The service says that it failed. */
        FAILURE,
        /** The session is closed by the service, 390111. */
        SESSION_GONE,
        /** The session's token expires, 390112; the driver renews it. */
        TOKEN_EXPIRED,
        /** Both tokens expire: 390112, and 390114 when the driver asks for new ones. */
        MASTER_EXPIRED,
        /** The answer is right, and late. */
        SLOW
    }

    private static Fault of(Kind kind) {
        return new Fault(kind, 0, null, Duration.ZERO);
    }

    /** An HTTP status, for example 503 or 429. */
    public static Fault http(int status) {
        return new Fault(Kind.HTTP, status, null, Duration.ZERO);
    }

    /** The connection is cut before the statement is executed. */
    public static Fault cut() {
        return of(Kind.CUT);
    }

    /** The connection is cut after the statement was executed. */
    public static Fault cutAfterwards() {
        return of(Kind.CUT_AFTERWARDS);
    }

    /** A failure with a code of six digits, an SQLState and a message. */
    public static Fault failure(String code, String sqlState, String message) {
        return new Fault(Kind.FAILURE, 0, SqlException.of(code, sqlState, message), Duration.ZERO);
    }

    /** Somebody killed the statement: 000604, 57014. */
    public static Fault killed() {
        return failure("000604", "57014", "SQL execution canceled");
    }

    /** The statement took longer than STATEMENT_TIMEOUT_IN_SECONDS: 000630, 57014. */
    public static Fault statementTimeout(long seconds) {
        return failure(
                "000630",
                "57014",
                "Statement reached its statement or warehouse timeout of " + seconds + " second(s) and was canceled.");
    }

    /** The role lacks a privilege on something it sees: 003001, 42501. */
    public static Fault insufficientPrivileges(String what) {
        return failure(
                "003001", "42501", "SQL access control error:\nInsufficient privileges to operate on " + what + ".");
    }

    /** What the statement names is not there, or the role may not know of it: 002003, 02000. */
    public static Fault doesNotExist(String kind, String name) {
        return new Fault(Kind.FAILURE, 0, SqlException.doesNotExist(kind, name), Duration.ZERO);
    }

    /** The service has closed the session: 390111. */
    public static Fault sessionGone() {
        return of(Kind.SESSION_GONE);
    }

    /** The session's token has expired: 390112. */
    public static Fault tokenExpired() {
        return of(Kind.TOKEN_EXPIRED);
    }

    /** Both tokens have expired: the driver gets 390112, asks for new ones and gets 390114. */
    public static Fault masterExpired() {
        return of(Kind.MASTER_EXPIRED);
    }

    /** The answer comes late, in addition to the server's latency. */
    public static Fault slow(Duration delay) {
        return new Fault(Kind.SLOW, 0, null, delay);
    }
}
