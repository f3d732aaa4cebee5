package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.model.FailureKind;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import io.trawl.source.jdbc.HostPort;
import io.trawl.testkit.Records;
import io.trawl.testkit.snowflake.ReceivedStatement;
import io.trawl.testkit.snowflake.SnowflakeServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snowflake's driver logs in: what a session is like, and what a user is told if there is none. */
class LoginTest {

    private static final Secret PASSPHRASE = new Secret("open sesame");
    private static final Query TEST = Query.load("account.sql");

    private static KeyPair keys;

    @AutoClose
    private static SnowflakeServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        keys = newKeys();
        server = SnowflakeServer.builder()
                .user("TRAWL", TestSource.PASSWORD, "INGESTION", "READER")
                .user("ROBOT", keys.getPublic())
                .user("SEALED", publicKey())
                .disabledUser("GONE", TestSource.PASSWORD)
                .start();
    }

    private static KeyPair newKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String body(KeyPair pair) {
        return Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
    }

    private static String pem(String label, String body) {
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /** Made with {@code openssl pkcs8 -topk8}, version 3.0. */
    private static String resource(String name) throws Exception {
        return new String(LoginTest.class.getResourceAsStream(name).readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static PublicKey publicKey() throws Exception {
        byte[] encoded =
                Base64.getMimeDecoder().decode(resource("public-key.pem").replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private Connection open(SnowflakeConnection connection) throws SQLException {
        return new SnowflakeConnector(connection, directory, new LongAdder()).open(connection.queryTag());
    }

    private SnowflakeConnection robot(String key, Secret passphrase) {
        return TestSource.connection(
                server,
                "username",
                "robot",
                "password",
                null,
                "privateKey",
                new Secret(key),
                "snowflakePrivatekeyPassphrase",
                passphrase);
    }

    private void assertLogsIn(SnowflakeConnection connection) throws SQLException {
        try (Connection session = open(connection)) {
            assertThat(TEST.list(session, row -> row.getString(2))).containsExactly(server.account());
        }
    }

    private void assertRefused(SnowflakeConnection connection, FailureKind kind, String detail) {
        SQLException failure = catchThrowableOfType(SQLException.class, () -> open(connection));
        assertThat((Throwable) failure).isNotNull();
        HostPort address = connection.address();
        assertThat(SnowflakeProvider.messages(address).of("snowflake").about("", failure))
                .startsWith("source snowflake at " + address + ": " + detail)
                .doesNotContain("\n");
        assertThat(SnowflakeFailures.INSTANCE.classify(failure)).isEqualTo(kind);
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(TestSource.PASSWORD, "wr0ng", body(keys));
    }

    @Test
    void aSessionHasItsTagAndItsLimits() throws Exception {
        server.forgetStatements();
        try (Connection session = open(TestSource.connection(server, "role", "reader"))) {
            TEST.each(session, row -> {
                assertThat(row.getString(1)).isEqualTo("ACME");
                assertThat(row.getString(3)).isEqualTo("READER");
                assertThat(row.getString(4)).isEqualTo("COMPUTE_WH");
            });
        }
        assertThat(server.statements())
                .singleElement()
                .extracting(ReceivedStatement::tag)
                .isEqualTo("trawl");
        assertThat(server.requests("/telemetry/send")).isZero();
        assertThat(server.sessionsOpen()).isZero();
    }

    @Test
    void theUrlHoldsNoSecret() {
        SnowflakeConnector connector =
                new SnowflakeConnector(TestSource.connection(server), directory, new LongAdder());
        assertThat(connector.url()).isEqualTo("jdbc:snowflake://127.0.0.1:" + server.port() + "/?ssl=off");
    }

    @Test
    void thePrivateKeyIsPemOrItsBase64TextOrAFile() throws Exception {
        String pem = pem("PRIVATE KEY", body(keys));
        assertLogsIn(robot(pem, null));
        assertLogsIn(robot(pem.replace("\r", "").replace("\n", "\\n"), null));
        assertLogsIn(robot(body(keys), null));
        Files.writeString(directory.resolve("key.p8"), pem);
        assertLogsIn(robot("key.p8", null));
    }

    @Test
    void thePrivateKeyMayBeEncrypted() throws Exception {
        String pem = resource("encrypted-key.p8");
        assertLogsIn(Records.with(robot(pem, PASSPHRASE), "username", "sealed"));
        String body = pem.replaceAll("-----[A-Z ]+-----", "").strip();
        assertLogsIn(Records.with(robot(body, PASSPHRASE), "username", "sealed"));
    }

    @Test
    void aPrivateKeyThatCannotBeReadIsOneLine() throws Exception {
        String path = "source.serviceConnection.config.privateKey: ";
        String encrypted = resource("encrypted-key.p8");
        assertThatThrownBy(() -> open(robot("no such file", null)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(path + "is neither PEM text nor a text file that can be read");
        assertThatThrownBy(() -> open(robot(encrypted, null)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(path + "is encrypted, and snowflakePrivatekeyPassphrase, its passphrase, is missing");
        assertThatThrownBy(() -> open(robot(encrypted, new Secret("wr0ng"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(path + "cannot be decrypted: snowflakePrivatekeyPassphrase is wrong");
    }

    @Test
    void aLoginThatIsRefusedIsOneLine() throws Exception {
        assertRefused(
                TestSource.connection(server, "password", new Secret("wr0ng")),
                FailureKind.PERMISSION,
                "Incorrect username or password was specified.");
        assertRefused(
                TestSource.connection(server, "username", "gone"), FailureKind.PERMISSION, "User access disabled.");
        assertRefused(
                robot(pem("PRIVATE KEY", body(newKeys())), null), FailureKind.PERMISSION, "JWT token is invalid.");
        assertRefused(
                TestSource.connection(server, "role", "sysadmin"),
                FailureKind.PERMISSION,
                "Role 'SYSADMIN' specified in the connect string is not granted to this user.");
        assertRefused(
                TestSource.connection(server, "role", "nobody"),
                FailureKind.PERMISSION,
                "Role 'NOBODY' specified in the connect string does not exist or not authorized.");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void anUnknownAccountIsOneLine(int status) throws Exception {
        try (SnowflakeServer other =
                SnowflakeServer.builder().unknownAccount(status).start()) {
            assertRefused(
                    TestSource.connection(other, "account", "other"),
                    FailureKind.INVALID,
                    "HTTP status " + status + "; is source.serviceConnection.config.account right?");
        }
    }

    @Test
    void aServerThatCannotBeReachedIsOneLine() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Map<String, Object> arguments = new HashMap<>(TestSource.address(server));
        arguments.put("login_timeout", 3);
        arguments.put("port", port);
        assertRefused(
                TestSource.connection(server, "connectionArguments", arguments),
                FailureKind.TRANSIENT,
                "connection refused; is the account right, and may this network reach Snowflake?");
        arguments.put("host", "no-such-host.invalid");
        assertRefused(
                TestSource.connection(server, "connectionArguments", arguments),
                FailureKind.TRANSIENT,
                "unknown host 'no-such-host.invalid'");
    }
}
