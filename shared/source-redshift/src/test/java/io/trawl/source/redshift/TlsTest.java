package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.model.FailureKind;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.testkit.Records;
import io.trawl.testkit.SelfSigned;
import io.trawl.testkit.redshift.RedshiftServer;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to a cluster with a certificate of its own making. */
class TlsTest {

    @TempDir
    private static Path folder;

    private static SelfSigned own;
    private static SelfSigned other;
    private static RedshiftServer server;
    private static RedshiftServer plain;

    @BeforeAll
    static void start() throws Exception {
        own = new SelfSigned("localhost");
        other = new SelfSigned("other");
        server = RedshiftServer.start(15, own.serverContext());
        plain = RedshiftServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
        plain.close();
    }

    private static RedshiftConnector connector(RedshiftServer to, String host, String mode, SslConfig config) {
        RedshiftConnection connection = Records.with(
                TestSource.connection(host + ":" + to.port(), RedshiftServer.USERNAME, RedshiftServer.PASSWORD, "dev"),
                "sslMode",
                mode,
                "sslConfig",
                config);
        return TestSource.connector(connection);
    }

    private static SslConfig authority(String pathOrText) {
        return new SslConfig(pathOrText, null, null);
    }

    private static void assertAccepted(RedshiftServer to, String host, String mode, SslConfig config)
            throws SQLException {
        connector(to, host, mode, config).open("dev").close();
    }

    private static void assertRefused(
            RedshiftServer to, String host, String mode, SslConfig config, FailureKind kind, String detail) {
        RedshiftConnector connector = connector(to, host, mode, config);
        SQLException failure = catchThrowableOfType(SQLException.class, () -> connector.open("dev"));
        assertThat((Throwable) failure).isNotNull();
        assertThat(RedshiftProvider.messages(new HostPort(host, to.port())).describe(failure))
                .startsWith(detail)
                .hasLineCount(1);
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(kind);
    }

    @Test
    void verifiesByTheGivenAuthorityAsPathOrText() throws Exception {
        for (String given :
                new String[] {own.certificateFile(folder.resolve("own.crt")).toString(), own.pem()}) {
            assertAccepted(server, "localhost", null, authority(given));
            assertAccepted(server, "localhost", "verify-full", authority(given));
            assertAccepted(server, "127.0.0.1", "verify-ca", authority(given));
            assertAccepted(server, "127.0.0.1", "require", authority(given));
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void trustsThePublicAuthoritiesAlone(String mode) {
        assertRefused(
                server,
                "localhost",
                mode,
                null,
                FailureKind.INVALID,
                "the server's certificate is not trusted (PKIX path building failed: ");
    }

    @Test
    void refusesAnotherAuthorityAndAnotherHost() throws Exception {
        for (String mode : new String[] {"require", "verify-ca", "verify-full"}) {
            assertRefused(
                    server,
                    "localhost",
                    mode,
                    authority(other.pem()),
                    FailureKind.INVALID,
                    "the server's certificate is not trusted (");
        }
        assertRefused(
                server,
                "127.0.0.1",
                null,
                authority(own.pem()),
                FailureKind.INVALID,
                "the server's certificate is not trusted (No subject alternative names matching IP address 127.0.0.1"
                        + " found)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allow", "prefer", "require"})
    void encryptsWithoutVerifyingAndNeverGoesOnInTheClear(String mode) throws SQLException {
        assertAccepted(server, "127.0.0.1", mode, null);
        assertRefused(plain, "127.0.0.1", mode, null, FailureKind.TRANSIENT, "The server does not support SSL.");
    }

    @Test
    void speaksInTheClearIfItIsToldTo() throws SQLException {
        assertAccepted(plain, "127.0.0.1", "disable", null);
    }
}
