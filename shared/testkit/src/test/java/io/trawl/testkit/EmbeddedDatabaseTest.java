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

    @Test
    void recoversWhatWasCommittedBeforeItWasStoppedImmediately() throws SQLException {
        try (EmbeddedDatabase server = EmbeddedDatabase.start(Map.of("synchronous_commit", "on"))) {
            server.execute("CREATE TABLE kept (id int)");
            try (Connection open = server.connect(EmbeddedDatabase.DATABASE)) {
                server.stopImmediately();
                assertThat(open.isValid(5)).isFalse();
            }

            server.restart();

            server.execute("SELECT * FROM kept");
        }
    }
}
