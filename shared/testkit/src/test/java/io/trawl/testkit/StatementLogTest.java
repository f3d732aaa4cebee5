package io.trawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.StatementLog.Mark;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatementLogTest {

    @AutoClose
    private static EmbeddedDatabase server;

    private static StatementLog log;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start(StatementLog.settings());
        log = new StatementLog(server);
    }

    @Test
    void tellsStatementsApartByApplication() throws SQLException {
        Mark before = log.mark();
        try (Connection trawl = connect("trawl-test");
                Connection other = connect("other");
                Statement statement = trawl.createStatement()) {
            statement.execute("SELECT 1 /* first\n@@f00@trawl@@LOG:  statement: two */");
            other.createStatement().execute("SELECT 2");
            statement.execute("SELECT 'größer'");
        }
        LogExtract seen = log.since(before);

        assertThat(seen.statements("trawl"))
                .containsExactly("SELECT 1 /* first\n\t@@f00@trawl@@LOG:  statement: two */", "SELECT 'größer'");
        assertThat(seen.statements("other")).containsExactly("SELECT 2");
        assertThat(seen.connections("trawl")).isEqualTo(1);
        assertThat(seen.connections("nobody")).isZero();
    }

    @Test
    void countsPreparedStatementsAndFetches() throws SQLException {
        try (Connection trawl = connect("trawl-test")) {
            Mark before = log.mark();
            trawl.setAutoCommit(false);
            try (PreparedStatement numbers = trawl.prepareStatement("SELECT generate_series(1, ?)")) {
                numbers.setInt(1, 25);
                numbers.setFetchSize(10);
                try (ResultSet rows = numbers.executeQuery()) {
                    int last = 0;
                    while (rows.next()) {
                        last = rows.getInt(1);
                    }
                    assertThat(last).isEqualTo(25);
                }
            }
            trawl.commit();
            LogExtract seen = log.since(before);

            assertThat(seen.statements("trawl")).containsExactly("BEGIN", "SELECT generate_series(1, $1)", "COMMIT");
            assertThat(seen.fetches("trawl")).hasSize(2);
            assertThat(seen.connections("trawl")).as("opened before the mark").isZero();
        }
    }

    @Test
    void failedStatementsCountOnce() throws SQLException {
        Mark before = log.mark();
        try (Connection trawl = connect("trawl-test");
                Statement statement = trawl.createStatement()) {
            statement.execute("SELECT 1 / count(*) FROM pg_class WHERE false");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22012");
        }
        assertThat(log.since(before).statements("trawl"))
                .containsExactly("SELECT 1 / count(*) FROM pg_class WHERE false");
    }

    @Test
    void samplerRemembersTheMost() throws SQLException {
        try (ConnectionSampler sampler = ConnectionSampler.start(server)) {
            assertThat(sampler.max()).isZero();
            try (Connection first = connect("trawl");
                    Connection second = connect("trawl-test");
                    Connection other = connect("other")) {
                assertThat(first.isValid(5) && second.isValid(5) && other.isValid(5))
                        .isTrue();
                assertThat(sampler.max()).isEqualTo(2);
            }
            assertThat(sampler.max()).isEqualTo(2);
            assertThat(sampler.samples()).isGreaterThanOrEqualTo(4);
        }
    }

    private static Connection connect(String application) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.hostPort() + "/postgres?ApplicationName=" + application,
                EmbeddedDatabase.USERNAME,
                "");
    }
}
