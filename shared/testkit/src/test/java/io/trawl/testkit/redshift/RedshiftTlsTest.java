package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.SelfSigned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amazon's driver encrypts what it says to a cluster. */
class RedshiftTlsTest {

    @TempDir
    static Path folder;

    @AutoClose
    private static RedshiftServer server;

    private static Path authority;

    @BeforeAll
    static void start() throws Exception {
        SelfSigned certificate = new SelfSigned("localhost");
        authority = Files.writeString(folder.resolve("authority.pem"), certificate.pem());
        server = RedshiftServer.start(15, certificate.serverContext());
    }

    private static Login login(String mode) {
        return Login.asAdministrator().with("ssl", "true").with("sslmode", mode);
    }

    @Test
    void verified() throws SQLException {
        try (Connection connection = login("verify-full")
                        .with("sslrootcert", authority.toString())
                        .toHost("localhost", server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT relname FROM pg_class WHERE relkind = 'v'")) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isGreaterThan(50);
        }
    }

    @Test
    void anAuthorityThatNobodyKnows() {
        assertThatThrownBy(() -> login("verify-ca").toHost("localhost", server))
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining("PKIX path building failed");
    }

    @Test
    void anotherHostsCertificate() {
        assertThatThrownBy(() -> login("verify-full")
                        .with("sslrootcert", authority.toString())
                        .to(server))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void nobodyMustEncrypt() throws SQLException {
        Login.asAdministrator().to(server).close();
        assertThat(server.clients().startups()).isNotEmpty();
    }

    @Test
    void aClusterWithoutTls() {
        try (RedshiftServer plain = RedshiftServer.start()) {
            assertThatThrownBy(() -> login("verify-ca").toHost("localhost", plain))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("SSL");
        }
    }
}
