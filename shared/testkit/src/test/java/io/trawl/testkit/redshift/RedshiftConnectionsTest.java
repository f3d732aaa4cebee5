package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** How many clients a cluster lets in, and what becomes of them when it is paused. */
class RedshiftConnectionsTest {

    @Test
    void fifteenAreLetIn() throws Exception {
        try (RedshiftServer server = RedshiftServer.start()) {
            Deque<Connection> open = new ArrayDeque<>();
            for (int i = 0; i < 15; i++) {
                open.push(Login.asAdministrator().to(server));
            }
            assertThatThrownBy(() -> Login.asAdministrator().to(server))
                    .isInstanceOfSatisfying(SQLException.class, refused -> {
                        assertThat(refused.getSQLState()).isEqualTo("53300");
                        assertThat(refused.getMessage())
                                .isEqualTo("FATAL: connection limit \"15\" exceeded for non-bootstrap users");
                    });
            assertThat(server.clients().open()).isEqualTo(15);
            assertThat(server.clients().highest()).isEqualTo(15);
            assertThat(server.clients().refused()).isOne();

            open.pop().close();
            awaitOpen(server, 14);
            open.push(Login.asAdministrator().to(server));
            for (Connection connection : open) {
                connection.close();
            }
            awaitOpen(server, 0);
            assertThat(server.clients().highest()).isEqualTo(15);
        }
    }

    @Test
    void aPausedClusterDoesNotListen() throws Exception {
        try (RedshiftServer server = RedshiftServer.start(2, null);
                Connection connection = Login.asAdministrator().to(server)) {
            server.pause();
            assertThatThrownBy(() -> connection.createStatement().execute("SELECT 1"))
                    .isInstanceOfSatisfying(SQLException.class, cut -> assertThat(cut.getSQLState())
                            .startsWith("08"));
            assertThatThrownBy(() -> Login.asAdministrator().to(server))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("08001"));
            awaitOpen(server, 0);
            server.resume();
            Login.asAdministrator().to(server).close();
        }
    }

    /** A client does not wait until its server has seen it go. */
    private static void awaitOpen(RedshiftServer server, int expected) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.clients().open() != expected && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(server.clients().open()).isEqualTo(expected);
    }
}
