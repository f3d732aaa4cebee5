package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Records;
import io.trawl.testkit.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a server with a certificate of its own making. */
class TlsTest {

    @TempDir
    private static Path folder;

    @AutoClose
    private static EmbeddedDatabase server;

    private static SelfSigned serverPem;
    private static SelfSigned clientPem;

    @BeforeAll
    static void start() throws Exception {
        serverPem = new SelfSigned("localhost");
        clientPem = new SelfSigned("certified");
        server = EmbeddedDatabase.start(Map.of(
                "ssl", "on",
                "ssl_cert_file",
                        serverPem.certificateFile(folder.resolve("server.crt")).toString(),
                "ssl_key_file", serverPem.keyFile(folder.resolve("server.key")).toString(),
                "ssl_ca_file",
                        clientPem.certificateFile(folder.resolve("client.crt")).toString()));
        server.execute("CREATE ROLE certified LOGIN; CREATE ROLE encrypted LOGIN");
        server.addLogins(
                "hostssl all certified all cert",
                "host all certified all reject",
                "hostssl all encrypted all trust",
                "host all encrypted all reject");
    }

    private static PostgresConnection connection(String role, String host, String mode, SslConfig config) {
        return Records.with(
                TestSource.connection(host + ":" + server.port(), role, null, EmbeddedDatabase.DATABASE),
                "sslMode",
                mode,
                "sslConfig",
                config);
    }

    private static void assertEncrypted(PostgresConnection connection) {
        try (DiscoverableSource source = TestSource.open(connection)) {
            assertThat(source.check().get(0).detail()).endsWith(", encrypted");
        }
    }

    private static void assertRefused(PostgresConnection connection, FailureKind kind) {
        try (DiscoverableSource source = TestSource.open(connection)) {
            assertThatThrownBy(source::discoverHierarchy)
                    .isInstanceOfSatisfying(TrawlException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(kind));
        }
    }

    @Test
    void encryptsByDefaultIfTheServerCan() {
        assertEncrypted(connection("encrypted", "localhost", null, null));
        assertEncrypted(connection("encrypted", "localhost", "require", null));
        assertRefused(connection("encrypted", "localhost", "disable", null), FailureKind.PERMISSION);
    }

    @Test
    void verifiesByTheGivenAuthorityAsPathOrText() throws Exception {
        SslConfig path = new SslConfig(folder.resolve("server.crt").toString(), null, null);
        SslConfig text = new SslConfig(serverPem.pem(), null, null);
        for (SslConfig config : new SslConfig[] {path, text}) {
            assertEncrypted(connection("encrypted", "localhost", null, config));
            assertEncrypted(connection("encrypted", "localhost", "verify-full", config));
            assertEncrypted(connection("encrypted", "127.0.0.1", "verify-ca", config));
            assertEncrypted(connection("encrypted", "localhost", "require", config));
        }
    }

    @Test
    void refusesAnotherAuthorityAndAnotherHost() throws Exception {
        SslConfig wrong = new SslConfig(clientPem.pem(), null, null);
        assertRefused(connection("encrypted", "localhost", "verify-full", wrong), FailureKind.INVALID);
        assertRefused(connection("encrypted", "localhost", "verify-ca", null), FailureKind.INVALID);
        SslConfig right = new SslConfig(serverPem.pem(), null, null);
        assertRefused(connection("encrypted", "127.0.0.1", "verify-full", right), FailureKind.INVALID);
    }

    @Test
    void presentsItsOwnCertificate() throws Exception {
        SslConfig own = new SslConfig(serverPem.pem(), clientPem.pem(), new Secret(clientPem.keyPem()));
        assertEncrypted(connection("certified", "localhost", "verify-full", own));
        assertRefused(connection("certified", "localhost", "require", null), FailureKind.PERMISSION);
    }

    /** The workflow is wrong, so it is no matter of the source: exit code 2. */
    @Test
    void aFileThatIsMissingOrHoldsNoCertificateIsNamed() throws Exception {
        String key = "source.serviceConnection.config.sslConfig.";
        assertWrong(
                new SslConfig("/no/such/ca.pem", null, null),
                key + "caCertificate: '/no/such/ca.pem' is neither PEM text nor a text file that can be read");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate");
        assertWrong(
                new SslConfig(empty.toString(), null, null),
                key + "caCertificate: '" + empty + "' holds no certificate that can be read");
        assertWrong(
                new SslConfig("-----BEGIN CERTIFICATE-----\nAAAA", null, null),
                key + "caCertificate: holds no certificate that can be read");
        assertWrong(
                new SslConfig(serverPem.pem(), clientPem.pem(), new Secret("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC")),
                key + "sslKey: is neither PEM text nor a text file that can be read");
        assertWrong(
                new SslConfig(serverPem.pem(), clientPem.pem(), new Secret(empty.toString())),
                key + "sslKey: holds no private key without a passphrase (-----BEGIN PRIVATE KEY----- or"
                        + " -----BEGIN RSA PRIVATE KEY-----)");
    }

    private static void assertWrong(SslConfig config, String message) {
        PostgresConnection wrong = connection("encrypted", "localhost", "verify-ca", config);
        assertThatThrownBy(() -> TestSource.open(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }
}
