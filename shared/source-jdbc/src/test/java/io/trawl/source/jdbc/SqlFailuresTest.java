package io.trawl.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.core.model.FailureKind;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {

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
        "42P01, BUG",
        "XX000, BUG",
        "22012, BUG",
        "25006, BUG",
        "'', BUG",
        "0, BUG",
    })
    void aStateDecides(String state, FailureKind kind) {
        assertThat(SqlFailures.kindOf(new SQLException("x", state))).isEqualTo(kind);
        assertThat(SqlFailures.kindOf(new IllegalStateException(new SQLException("x", state))))
                .isEqualTo(kind);
    }

    @Test
    void anExceptionsTypeDecidesWhereNoStateDoes() {
        assertThat(SqlFailures.kindOf(new SQLTransientConnectionException("x"))).isEqualTo(FailureKind.TRANSIENT);
        assertThat(SqlFailures.kindOf(new SQLTimeoutException("x"))).isEqualTo(FailureKind.TRANSIENT);
        assertThat(SqlFailures.kindOf(new SQLRecoverableException("x"))).isEqualTo(FailureKind.TRANSIENT);
        assertThat(SqlFailures.kindOf(new SQLException("x", new SocketTimeoutException())))
                .isEqualTo(FailureKind.TRANSIENT);
        assertThat(SqlFailures.kindOf(new SQLException("x", new EOFException())))
                .isEqualTo(FailureKind.TRANSIENT);
        assertThat(SqlFailures.kindOf(new SQLException("x"))).isEqualTo(FailureKind.BUG);
        assertThat(SqlFailures.kindOf(new NullPointerException())).isEqualTo(FailureKind.BUG);
    }

    @Test
    void chainedExceptionsAreAskedAndCirclesEnd() {
        SQLException first = new SQLException("batch", "HY000");
        first.setNextException(new SQLException("why", "42501"));
        assertThat(SqlFailures.kindOf(first)).isEqualTo(FailureKind.PERMISSION);
        SQLException one = new SQLException("one");
        RuntimeException two = new RuntimeException(one);
        one.initCause(two);
        assertThat(SqlFailures.kindOf(one)).isEqualTo(FailureKind.BUG);
    }

    @Test
    void aBadCertificateDoesNotPass() {
        SSLHandshakeException handshake = new SSLHandshakeException("x");
        handshake.initCause(new CertificateException("not trusted"));
        assertThat(SqlFailures.kindOf(new SQLException("x", "08006", handshake)))
                .isEqualTo(FailureKind.INVALID);
    }

    @Test
    void whatALostConnectionIsAndWhatATimeout() {
        assertThat(SqlFailures.connectionLost(new SQLException("x", "08006"))).isTrue();
        assertThat(SqlFailures.connectionLost(new SQLException("x", "57P01"))).isTrue();
        assertThat(SqlFailures.connectionLost(new SQLException("x", new SocketTimeoutException())))
                .isTrue();
        assertThat(SqlFailures.connectionLost(new SQLException("x", "57014"))).isFalse();
        assertThat(SqlFailures.connectionLost(new SQLException("x", "42501"))).isFalse();
        assertThat(SqlFailures.statementTimedOut(new SQLException("x", "57014")))
                .isTrue();
        assertThat(SqlFailures.statementTimedOut(new SQLException("x", "55P03")))
                .isTrue();
        assertThat(SqlFailures.statementTimedOut(new SQLException("x", "40001")))
                .isFalse();
    }
}
