package io.trawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

    /** SQLState of a broken connection, and of one that could not be made. */
    private static final String BROKEN = "08006";

    private static final String NOT_MADE = "08001";

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
    }

    private FaultProxy proxy;

    @BeforeEach
    void startProxy() {
        proxy = FaultProxy.start(server);
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @Test
    void passesOnWhatItGets() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(length(connection, 10_000_000)).isEqualTo(10_000_000);
        }
        assertThat(proxy.bytesToClient()).isGreaterThan(10_000_000);
        assertThat(proxy.bytesToServer()).isBetween(50L, 5_000L);
    }

    @Test
    void countsConnections() throws SQLException {
        try (Connection first = connect();
                Connection second = connect()) {
            assertThat(length(first, 1) + length(second, 1)).isEqualTo(2);
            assertThat(proxy.open()).isEqualTo(2);
        }
        connect().close();

        assertThat(proxy.total()).isEqualTo(3);
        assertThat(proxy.highest()).isBetween(2, 3);
    }

    @Test
    void delaysEachRoundTripButNotTheThroughput() throws SQLException {
        Duration roundTrip = Duration.ofSeconds(1);
        try (Connection connection = connect()) {
            proxy.roundTrip(roundTrip);
            long start = System.nanoTime();
            assertThat(length(connection, 1)).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(roundTrip);

            // 50 MB are about 800 chunks: were each delayed on its own, it would take 400 s.
            start = System.nanoTime();
            assertThat(length(connection, 50_000_000)).isEqualTo(50_000_000);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(200));
        }
    }

    @Test
    void cutsAll() throws SQLException {
        try (Connection first = connect();
                Connection second = connect()) {
            proxy.cutAll();

            assertThat(proxy.open()).isZero();
            assertBroken(first);
            assertBroken(second);
        }
        try (Connection third = connect()) {
            assertThat(length(third, 1)).isEqualTo(1);
        }
    }

    @Test
    void cutsOne() throws SQLException {
        proxy.cut(2);
        try (Connection first = connect()) {
            assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
            try (Connection third = connect()) {
                assertThat(length(first, 1) + length(third, 1)).isEqualTo(2);
            }
        }
    }

    @Test
    void cutsTheSameForTheSameSeed() throws SQLException {
        List<Integer> first = statementsUntilCut(42);
        List<Integer> second = statementsUntilCut(42);
        List<Integer> third = statementsUntilCut(43);

        assertThat(first).isEqualTo(second).isNotEqualTo(third);
    }

    @Test
    void frozenConnectionsAreSilentAndThawed() throws SQLException {
        try (Connection connection = connect()) {
            connection.setNetworkTimeout(Runnable::run, 300);
            proxy.freeze();
            assertThatThrownBy(() -> length(connection, 1)).hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
        proxy.heal();
        try (Connection connection = connect()) {
            assertThat(length(connection, 1)).isEqualTo(1);
        }
    }

    @Test
    void refusesAndListensAgainOnTheSamePort() throws SQLException {
        try (Connection before = connect()) {
            proxy.refuse();

            assertThatThrownBy(this::connect)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NOT_MADE));
            assertThat(length(before, 1)).isEqualTo(1);
        }
        proxy.heal();
        try (Connection after = connect()) {
            assertThat(length(after, 1)).isEqualTo(1);
        }
    }

    @Test
    void swallowsTheAnswerToCommit() throws SQLException {
        server.execute("CREATE TABLE swallowed (id integer)");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 2_000);
            connection.setAutoCommit(false);
            proxy.swallowAnswersTo("COMMIT");
            statement.execute("INSERT INTO swallowed VALUES (1)");

            assertThatThrownBy(connection::commit).hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
        assertThat(Query.value(server, EmbeddedDatabase.DATABASE, "SELECT count(*) FROM swallowed"))
                .isEqualTo("1");
    }

    private List<Integer> statementsUntilCut(long seed) throws SQLException {
        List<Integer> counts = new ArrayList<>();
        for (int run = 0; run < 5; run++) {
            proxy.heal();
            try (Connection connection = connect()) {
                proxy.cutSometimes(0.1, seed + 100 * run);
                int count = 0;
                try {
                    while (length(connection, 1) == 1) {
                        count++;
                    }
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo(BROKEN);
                }
                counts.add(count);
            }
        }
        return counts;
    }

    private static void assertBroken(Connection connection) {
        assertThatThrownBy(() -> length(connection, 1))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(BROKEN));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + proxy.hostPort() + "/postgres", EmbeddedDatabase.USERNAME, "");
    }

    /** Fetches a text of that length and measures it. */
    private static int length(Connection connection, int length) throws SQLException {
        return Query.value(connection, "SELECT repeat('x', " + length + ")").length();
    }

    @Test
    void losesTheAnswerToWhatIsDone() throws SQLException {
        server.execute("CREATE TABLE lost (id int)");
        proxy.loseAnswersTo("INSERT INTO lost", "COMMIT", 1);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("INSERT INTO lost VALUES (1)");
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        try (Connection connection = connect()) {
            connection.createStatement().execute("INSERT INTO lost VALUES (2)");
        }

        assertThat(proxy.lost()).isEqualTo(1);
        assertThat(Query.value(server, EmbeddedDatabase.DATABASE, "SELECT count(*) FROM lost"))
                .isEqualTo("2");
    }
}
