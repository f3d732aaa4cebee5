package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.FailureKind;
import io.trawl.source.kit.Reach;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {

    private static final SqlFailures FAILURES = new SqlFailures();

    /** A kind, and states that stand for it. */
    @ParameterizedTest
    @CsvSource({
        "TRANSIENT, 08000 08001 08006 08P01 57P01 57P02 57P03 57014 40001 40P01 55P03 55006 53100 25P04",
        "TRANSIENT, 57P05 58030 72000",
        "THROTTLED, 53300 53000 53200",
        "PERMISSION, 42501 28000 28P01",
        "INVALID, 3D000 3F000 57P04 22012 0A000 21000 42703 42704 42883 42725 42P17 53400 54001 54011",
        "INVALID, 55000 55P02 58P01 HV000 P0001 XX001 XX002",
        "BUG, 25006 25P02 26000 34000 0",
        "INVALID, 22021", // bytes that are no text
        "INVALID, 22P05", // a character that UTF-8 does not have
        "INVALID, 42P01", // a definition that names something that is gone
        "BUG, 42601", // a syntax error is ours
        "INVALID, XX000", // what prints a definition does not find something that it refers to
    })
    void aStateDecides(FailureKind kind, String states) {
        for (String state : states.split(" ")) {
            assertThat(FAILURES.classify(new SQLException("x", state)))
                    .as(state)
                    .isEqualTo(kind);
            assertThat(FAILURES.classify(new IllegalStateException(new SQLException("x", state))))
                    .as(state)
                    .isEqualTo(kind);
        }
    }

    @Test
    void noStateDecidesNothing() {
        assertThat(FAILURES.classify(new SQLException("x", ""))).isEqualTo(FailureKind.BUG);
        assertThat(FAILURES.classify(new IllegalStateException(new SQLException("x", ""))))
                .isEqualTo(FailureKind.BUG);
    }

    @Test
    void anExceptionsTypeDecidesWhereNoStateDoes() {
        assertThat(FAILURES.classify(new SQLTransientConnectionException("x"))).isEqualTo(FailureKind.TRANSIENT);
        assertThat(FAILURES.classify(new SQLTimeoutException("x"))).isEqualTo(FailureKind.TRANSIENT);
        assertThat(FAILURES.classify(new SQLRecoverableException("x"))).isEqualTo(FailureKind.TRANSIENT);
        assertThat(FAILURES.classify(new SQLException("x", new SocketTimeoutException())))
                .isEqualTo(FailureKind.TRANSIENT);
        assertThat(FAILURES.classify(new SQLException("x", new EOFException()))).isEqualTo(FailureKind.TRANSIENT);
        assertThat(FAILURES.classify(new SQLException("x"))).isEqualTo(FailureKind.BUG);
        assertThat(FAILURES.classify(new NullPointerException())).isEqualTo(FailureKind.BUG);
    }

    @Test
    void chainedExceptionsAreAskedAndCirclesEnd() {
        SQLException first = new SQLException("batch", "HY000");
        first.setNextException(new SQLException("why", "42501"));
        assertThat(FAILURES.classify(first)).isEqualTo(FailureKind.PERMISSION);
        SQLException one = new SQLException("one");
        RuntimeException two = new RuntimeException(one);
        one.initCause(two);
        assertThat(FAILURES.classify(one)).isEqualTo(FailureKind.BUG);
    }

    @Test
    void aBadCertificateDoesNotPass() {
        SSLHandshakeException handshake = new SSLHandshakeException("x");
        handshake.initCause(new CertificateException("not trusted"));
        assertThat(FAILURES.classify(new SQLException("x", "08006", handshake))).isEqualTo(FailureKind.INVALID);
    }

    @Test
    void aServerThatCutsALoginOffIsStarting() {
        assertThat(FAILURES.reach(new SQLException("x", "57P03"))).isEqualTo(Reach.STARTING);
        assertThat(FAILURES.reach(new SQLException("x", "08001", new EOFException())))
                .isEqualTo(Reach.STARTING);
        assertThat(FAILURES.reach(new SQLException("x", "08001", new SocketException("Connection reset"))))
                .isEqualTo(Reach.STARTING);
        assertThat(FAILURES.reach(new SQLException("x", "08001", new ConnectException("refused"))))
                .isNotEqualTo(Reach.STARTING);
        assertThat(FAILURES.reach(new SQLException("x", "08006", new EOFException())))
                .isNotEqualTo(Reach.STARTING);
        assertThat(FAILURES.reach(new SQLException("x", "08001"))).isNotEqualTo(Reach.STARTING);
    }

    /** How far, and states that reach so far; 53200: of a smaller batch the server may have enough, since it locks less. */
    @ParameterizedTest
    @CsvSource({
        "ALL, 08001 08P01 28P01 3D000 40001 53300",
        "STARTING, 57P03",
        "SESSION, 08006 25P04 57P01 57P05",
        "LOCK, 55P03",
        "SLOW_STATEMENT, 57014",
        "STATEMENT, 22021 42501 53200",
        "DROPPED, XX000",
    })
    void howFarAFailureReaches(Reach reach, String states) {
        for (String state : states.split(" ")) {
            assertThat(FAILURES.reach(new SQLException("x", state))).as(state).isEqualTo(reach);
        }
    }

    @Test
    void whatALostConnectionIsAndWhatATimeout() {
        assertThat(FAILURES.sessionLost(new SQLException("x", "08006"))).isTrue();
        assertThat(FAILURES.sessionLost(new SQLException("x", "57P01"))).isTrue();
        assertThat(FAILURES.sessionLost(new SQLException("x", new SocketTimeoutException())))
                .isTrue();
        assertThat(FAILURES.sessionLost(new SQLException("x", "25P04"))).isTrue();
        assertThat(FAILURES.sessionLost(new SQLException("x", "57014"))).isFalse();
        // pgJDBC, about bytes that are no UTF-8
        assertThat(FAILURES.sessionLost(new SQLException("x", "22000", new IOException())))
                .isFalse();
        assertThat(FAILURES.sessionLost(new SQLException("x", "42501"))).isFalse();
        assertThat(FAILURES.statementTimedOut(new SQLException("x", "57014"))).isTrue();
        assertThat(FAILURES.statementTimedOut(new SQLException("x", "55P03"))).isTrue();
        assertThat(FAILURES.statementTimedOut(new SQLException("x", "40001"))).isFalse();
    }

    /** MySQL's refusals have the state of a broken connection or none at all; what they are is in the vendor's code. */
    @Test
    void aVendorsCodeCountsMoreThanTheState() {
        SqlFailures mysql = new SqlFailures() {
            @Override
            protected Optional<Meaning> meaning(SQLException failure) {
                return switch (failure.getErrorCode()) {
                    case 1040 -> Optional.of(new Meaning(FailureKind.THROTTLED, Reach.ALL));
                    case 2013 -> Optional.of(new Meaning(FailureKind.TRANSIENT, Reach.SESSION));
                    case 1205 -> Optional.of(new Meaning(FailureKind.TRANSIENT, Reach.LOCK));
                    default -> Optional.empty();
                };
            }
        };
        SQLException tooMany = new SQLException("Too many connections", "08004", 1040);
        assertThat(mysql.classify(new SQLException("wrapped", tooMany))).isEqualTo(FailureKind.THROTTLED);
        assertThat(mysql.sessionLost(tooMany)).isFalse();
        assertThat(mysql.reach(tooMany)).isEqualTo(Reach.ALL);
        assertThat(FAILURES.classify(tooMany)).isEqualTo(FailureKind.TRANSIENT);
        assertThat(mysql.sessionLost(new SQLException("lost", "HY000", 2013))).isTrue();
        assertThat(mysql.lockTimedOut(new SQLException("waited", "HY000", 1205)))
                .isTrue();
        assertThat(mysql.classify(new SQLException("denied", "42501", 9))).isEqualTo(FailureKind.PERMISSION);
    }
}
