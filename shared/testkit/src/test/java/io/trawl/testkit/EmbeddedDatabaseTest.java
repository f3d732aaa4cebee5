package io.trawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {

    @Test
    void keepsItsDatabasesAndItsPortOverARestart() throws SQLException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Map.of("max_connections", "12"))) {
            server.createDatabase("kept \"odd\"");
            server.createDatabase("kept \"odd\"");
            int port = server.port();
            server.stop();
            assertThatThrownBy(() -> server.connect(EmbeddedDatabase.DATABASE)).isInstanceOf(SQLException.class);

            server.restart();

            assertThat(server.port()).isEqualTo(port);
            try (Connection connection = server.connect("kept \"odd\"")) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }
}
