package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazon.redshift.Driver;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Amazon's driver and the imitation of a cluster. */
class RedshiftServerTest {

    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Properties login(String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ssl", "false");
        return properties;
    }

    private static Connection connect(Properties properties) throws SQLException {
        return new Driver().connect("jdbc:redshift://" + server.hostPort() + "/dev", properties);
    }

    private static Connection connect() throws SQLException {
        Properties properties = login(RedshiftServer.USERNAME, RedshiftServer.PASSWORD);
        properties.setProperty("ApplicationName", "trawl");
        properties.setProperty("queryGroup", "trawl");
        properties.setProperty("readOnly", "true");
        return connect(properties);
    }

    @Test
    void theDriverLogsIn() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version(), current_user")) {
            row.next();
            assertThat(row.getString(1)).startsWith("PostgreSQL 8.0.2 on ").contains("Redshift 1.0.");
            assertThat(row.getString(2)).isEqualTo(RedshiftServer.USERNAME);
            assertThat(server.startups()).last().asString().contains("driver_version");
        }
    }

    @Test
    void aWrongPassword() {
        assertThatThrownBy(() -> connect(login(RedshiftServer.USERNAME, "wrong")))
                .isInstanceOfSatisfying(SQLException.class, refused -> {
                    assertThat(refused.getSQLState()).isEqualTo("28000");
                    assertThat(refused.getMessage()).contains("password authentication failed for user \"awsuser\"");
                });
    }
}
