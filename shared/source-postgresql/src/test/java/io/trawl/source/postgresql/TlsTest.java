package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.core.config.Secret;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.TrawlException;
import io.trawl.core.source.DiscoverableSource;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.testkit.EmbeddedDatabase;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a server with a certificate of its own making. */
class TlsTest {

    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static EmbeddedDatabase server;
    private static Pem serverPem;
    private static Pem clientPem;

    private record Pem(Path certificate, Path key) {
        String certificateText() throws Exception {
            return Files.readString(certificate);
        }

        Secret keyText() throws Exception {
            return new Secret(Files.readString(key));
        }
    }

    @BeforeAll
    static void start() throws Exception {
        serverPem = selfSigned("server", "CN=localhost", "dns:localhost");
        clientPem = selfSigned("client", "CN=certified", "dns:client");
        server = EmbeddedDatabase.start(Map.of(
                "ssl", "on",
                "ssl_cert_file", serverPem.certificate().toString(),
                "ssl_key_file", serverPem.key().toString(),
                "ssl_ca_file", clientPem.certificate().toString()));
        server.execute(EmbeddedDatabase.DATABASE, "CREATE ROLE certified LOGIN; CREATE ROLE encrypted LOGIN");
        try (var connection = server.connect(EmbeddedDatabase.DATABASE);
                var row = connection.createStatement().executeQuery("SHOW hba_file")) {
            row.next();
            Path hba = Path.of(row.getString(1));
            Files.writeString(
                    hba,
                    "hostssl all certified all cert\nhost all certified all reject\n"
                            + "hostssl all encrypted all trust\n" + "host all encrypted all reject\n"
                            + Files.readString(hba));
        }
        server.execute(EmbeddedDatabase.DATABASE, "SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Pem selfSigned(String name, String subject, String alternative) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        subject,
                        "-ext",
                        "san=" + alternative,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(STORE_PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD);
        }
        Path certificate =
                write(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        Path key = write(
                name + ".key", "PRIVATE KEY", keys.getKey(name, STORE_PASSWORD).getEncoded());
        return new Pem(certificate, key);
    }

    private static Path write(String file, String label, byte[] content) throws Exception {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
        Path path = Files.writeString(folder.resolve(file), text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return path;
    }

    private static PostgresConnection connection(String role, String host, String mode, SslConfig config) {
        return TestSource.withSslConfig(
                PostgresConnection.of(host + ":" + server.port(), role, null, EmbeddedDatabase.DATABASE), mode, config);
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
        SslConfig path = new SslConfig(serverPem.certificate().toString(), null, null);
        SslConfig text = new SslConfig(serverPem.certificateText(), null, null);
        for (SslConfig config : new SslConfig[] {path, text}) {
            assertEncrypted(connection("encrypted", "localhost", null, config));
            assertEncrypted(connection("encrypted", "localhost", "verify-full", config));
            assertEncrypted(connection("encrypted", "127.0.0.1", "verify-ca", config));
            assertEncrypted(connection("encrypted", "localhost", "require", config));
        }
    }

    @Test
    void refusesAnotherAuthorityAndAnotherHost() throws Exception {
        SslConfig wrong = new SslConfig(clientPem.certificateText(), null, null);
        assertRefused(connection("encrypted", "localhost", "verify-full", wrong), FailureKind.INVALID);
        assertRefused(connection("encrypted", "localhost", "verify-ca", null), FailureKind.INVALID);
        SslConfig right = new SslConfig(serverPem.certificateText(), null, null);
        assertRefused(connection("encrypted", "127.0.0.1", "verify-full", right), FailureKind.INVALID);
    }

    @Test
    void presentsItsOwnCertificate() throws Exception {
        SslConfig own = new SslConfig(serverPem.certificateText(), clientPem.certificateText(), clientPem.keyText());
        assertEncrypted(connection("certified", "localhost", "verify-full", own));
        assertRefused(connection("certified", "localhost", "require", null), FailureKind.PERMISSION);
    }

    @Test
    void aFileThatIsNotThereIsNamedWithoutItsValue() {
        PostgresConnection missing =
                connection("encrypted", "localhost", "verify-ca", new SslConfig("/no/such/ca.pem", null, null));
        assertThatThrownBy(() -> TestSource.open(missing))
                .isInstanceOf(TrawlException.class)
                .hasMessage("source.serviceConnection.config.sslConfig.caCertificate: is neither PEM text nor a text"
                        + " file that can be read");
    }
}
