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

    @ParameterizedTest
    @CsvSource({
        "08000, TRANSIENT",
        "08001, TRANSIENT",
        "08006, TRANSIENT",
        "08P01, TRANSIENT",
        "57P01, TRANSIENT",
        "57P02, TRANSIENT",
        "57P03, TRANSIENT",
        "57014, TRANSIENT",
        "40001, TRANSIENT",
        "40P01, TRANSIENT",
        "55P03, TRANSIENT",
        "55006, TRANSIENT",
        "53300, THROTTLED",
        "53000, THROTTLED",
        "53200, THROTTLED",
        "53100, TRANSIENT",
        "42501, PERMISSION",
        "28000, PERMISSION",
        "28P01, PERMISSION",
        "3D000, INVALID",
        "3F000, INVALID",
        "57P04, INVALID",
        "22021, INVALID", // bytes that are no text
        "22P05, INVALID", // a character that UTF-8 does not have
        "22012, INVALID",
        "0A000, INVALID",
        "21000, INVALID",
        "25P04, TRANSIENT",
        "42P01, INVALID", // a definition that names something that is gone
        "42703, INVALID",
        "42704, INVALID",
        "42883, INVALID",
        "42725, INVALID",
        "42P17, INVALID",
        "42601, BUG", // a syntax error is ours
        "53400, INVALID",
        "54001, INVALID",
        "54011, INVALID",
        "55000, INVALID",
        "55P02, INVALID",
        "57P05, TRANSIENT",
        "58030, TRANSIENT",
        "58P01, INVALID",
        "72000, TRANSIENT",
        "HV000, INVALID",
        "P0001, INVALID",
        "XX001, INVALID",
        "XX002, INVALID",
        "XX000, INVALID", // what prints a definition does not find something that it refers to
        "25006, BUG",
        "25P02, BUG",
        "26000, BUG",
        "34000, BUG",
        "'', BUG",
        "0, BUG",
    })
    void aStateDecides(String state, FailureKind kind) {
        assertThat(FAILURES.classify(new SQLException("x", state))).isEqualTo(kind);
        assertThat(FAILURES.classify(new IllegalStateException(new SQLException("x", state))))
                .isEqualTo(kind);
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

    @ParameterizedTest
    @CsvSource({
        "08001, ALL",
        "08P01, ALL",
        "28P01, ALL",
        "3D000, ALL",
        "40001, ALL",
        "53300, ALL",
        "57P03, STARTING",
        "08006, SESSION",
        "25P04, SESSION",
        "57P01, SESSION",
        "57P05, SESSION",
        "55P03, LOCK",
        "57014, SLOW_STATEMENT",
        "22021, STATEMENT",
        "42501, STATEMENT",
        "53200, STATEMENT", // of a smaller batch the server may have enough: it locks less, for example
        "XX000, DROPPED",
    })
    void howFarAFailureReaches(String state, Reach reach) {
        assertThat(FAILURES.reach(new SQLException("x", state))).isEqualTo(reach);
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
