package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Properties;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SnowflakeLoginTest {

    private static KeyPair keys;
    private static KeyPair others;

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        others = generator.generateKeyPair();
    }

    private static SnowflakeServerBuilder server() {
        return SnowflakeServer.builder().model(SnowflakeZoo.model());
    }

    private static void fails(int code, ThrowingCallable login) {
        assertThatThrownBy(login).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                .isEqualTo(code));
    }

    private static Properties with(Properties properties, String name, Object value) {
        properties.put(name, value);
        return properties;
    }

    @Test
    void aSessionIsOpenUntilTheConnectionIsClosed() throws SQLException {
        try (SnowflakeServer server = server().start()) {
            try (Connection first = Driver.connect(server);
                    Connection second = Driver.connect(server)) {
                assertThat(first.isValid(5)).isTrue();
                assertThat(second.getCatalog()).isNull();
                assertThat(server.sessionsOpen()).isEqualTo(2);
            }
            assertThat(server.sessionsOpen()).isZero();
            assertThat(server.mostSessionsAtOnce()).isEqualTo(2);
            assertThat(server.sessionsOpened()).isEqualTo(2);
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownUserAreTheSame() {
        try (SnowflakeServer server =
                server().disabledUser("GONE", "secret").user("TRAWL", "secret").start()) {
            fails(390100, () -> Driver.connect(server, with(Driver.properties(server), "password", "wrong")));
            fails(390100, () -> Driver.connect(server, with(Driver.properties(server), "user", "nobody")));
            fails(390101, () -> Driver.connect(server, with(Driver.properties(server), "user", "gone")));
            assertThat(server.sessionsOpened()).isZero();
        }
    }

    @Test
    void anotherAccountIsAStatusOfTheHost() {
        try (SnowflakeServer server = server().start()) {
            assertThatThrownBy(() -> Driver.connect(server, with(Driver.properties(server), "account", "other")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("404");
        }
        try (SnowflakeServer server = server().unknownAccount(403).start()) {
            assertThatThrownBy(() -> Driver.connect(server, with(Driver.properties(server), "account", "other")))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("403");
        }
    }

    @Test
    void aRoleMustExistAndBeGranted() throws SQLException {
        try (SnowflakeServer server = server().user("TRAWL", "secret", "INGESTION", "READER")
                .roles("ADMINS")
                .start()) {
            fails(390189, () -> Driver.connect(server, with(Driver.properties(server), "role", "NO_SUCH_ROLE")));
            fails(390186, () -> Driver.connect(server, with(Driver.properties(server), "role", "admins")));
            assertThat(server.sessionsOpen()).isZero();
            try (Connection connection = Driver.connect(server, with(Driver.properties(server), "role", "reader"))) {
                assertThat(Driver.column(connection, "R", "SELECT CURRENT_ROLE() AS R"))
                        .containsExactly("READER");
            }
        }
    }

    @Test
    void aWarehouseNeedNotExistUnlessAsked() throws SQLException {
        try (SnowflakeServer server = server().start()) {
            Properties properties = with(Driver.properties(server), "warehouse", "NO_SUCH_WH");
            try (Connection connection = Driver.connect(server, properties)) {
                assertThat(Driver.column(connection, "W", "SELECT CURRENT_WAREHOUSE() AS W"))
                        .containsExactly((String) null);
            }
            fails(390201, () -> Driver.connect(server, with(properties, "validateDefaultParameters", "true")));
        }
    }

    @Test
    void aKeyPairIsAsGoodAsAPassword() throws SQLException {
        try (SnowflakeServer server =
                server().user("ROBOT", keys.getPublic()).user("TRAWL", "secret").start()) {
            Properties properties = Driver.properties(server);
            properties.remove("password");
            properties.put("user", "robot");
            try (Connection connection = Driver.connect(server, with(properties, "privateKey", keys.getPrivate()))) {
                assertThat(connection.isValid(5)).isTrue();
            }
            fails(390144, () -> Driver.connect(server, with(properties, "privateKey", others.getPrivate())));
            properties.remove("privateKey");
            properties.put(
                    "private_key_base64", pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            try (Connection connection = Driver.connect(server, properties)) {
                assertThat(connection.isValid(5)).isTrue();
            }
            fails(390144, () -> Driver.connect(server, with(properties, "user", "TRAWL")));
        }
    }

    @Test
    void aKeyMayHaveAPassphrase() throws SQLException, GeneralSecurityException, IOException {
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new PBEKeySpec("passphrase".toCharArray(), new byte[16], 1_000)));
        byte[] encrypted = new EncryptedPrivateKeyInfo(
                        cipher.getParameters(), cipher.doFinal(keys.getPrivate().getEncoded()))
                .getEncoded();
        try (SnowflakeServer server = server().user("ROBOT", keys.getPublic()).start()) {
            Properties properties = Driver.properties(server);
            properties.remove("password");
            properties.put("user", "robot");
            properties.put("private_key_base64", pem("ENCRYPTED PRIVATE KEY", encrypted));
            properties.put("private_key_pwd", "passphrase");
            try (Connection connection = Driver.connect(server, properties)) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThatThrownBy(() -> Driver.connect(server, with(properties, "private_key_pwd", "wrong")))
                    .isInstanceOf(SQLException.class);
        }
    }

    /** The property holds a PEM file in base64; base64 of the bare key is not understood by the driver. */
    private static String pem(String kind, byte[] key) {
        String pem = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                + "\n-----END " + kind + "-----\n";
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void resultsAreJsonOrThereAreNone() throws SQLException {
        try (SnowflakeServer server = server().start()) {
            Properties properties = Driver.properties(server);
            properties.remove("JDBC_QUERY_RESULT_FORMAT");
            try (Connection connection = Driver.connect(server, properties)) {
                fails(99999, () -> Driver.rows(connection, "SHOW DATABASES LIMIT 10000"));
            }
        }
    }

    @Test
    void theDriverTellsNobodyElse() throws SQLException {
        try (SnowflakeServer server = server().start()) {
            try (Connection connection = Driver.connect(server)) {
                Driver.rows(connection, "SHOW DATABASES LIMIT 10000");
            }
            assertThat(server.requests("/telemetry/send")).isZero();
            assertThat(server.requests("/session/v1/login-request")).isOne();
            assertThat(server.requests("/queries/v1/query-request")).isOne();
            assertThat(server.requests("/session")).isOne();
        }
    }
}
