package io.trawl.testkit.pooler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Query;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** Every rule of the imitated pooler, tried on the real one as well where it is installed. */
@Timeout(60)
class PoolerTest {

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
    }

    enum Which {
        IMITATED,
        REAL
    }

    private record Running(String hostPort, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }

        Connection connect(String... options) throws SQLException {
            Properties properties = new Properties();
            properties.setProperty("user", EmbeddedDatabase.USERNAME);
            properties.setProperty("assumeMinServerVersion", "12");
            for (int i = 0; i < options.length; i += 2) {
                properties.setProperty(options[i], options[i + 1]);
            }
            return DriverManager.getConnection("jdbc:postgresql://" + hostPort + "/postgres", properties);
        }
    }

    private static Running run(Which which, PoolerConfig config) {
        if (which == Which.IMITATED) {
            Pooler pooler = Pooler.start(server, config);
            return new Running(pooler.hostPort(), pooler::close);
        }
        Optional<PgBouncer> real = PgBouncer.start(server, config, List.of(EmbeddedDatabase.USERNAME));
        if (real.isEmpty()) {
            System.err.println("SKIPPED: no pgbouncer is installed, so the imitated one is not compared with it");
        }
        Assumptions.assumeTrue(real.isPresent(), "pgbouncer is not installed");
        return new Running(real.get().hostPort(), real.get()::close);
    }

    /** The processes of the server that so many transactions of one client were given. */
    private static List<String> backends(Connection connection, int transactions) throws SQLException {
        List<String> backends = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            backends.add(Query.value(connection, "SELECT pg_backend_pid()"));
        }
        return backends;
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void optionsAreRefusedUnlessTheyAreIgnored(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.PLAIN)) {
            assertThatThrownBy(() -> pooler.connect("options", "-c search_path="))
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState())
                            .isEqualTo("08P01"))
                    .hasMessageContaining("unsupported startup parameter: options");
            pooler.connect().close();
        }
        try (Running pooler = run(which, PoolerConfig.IGNORING);
                Connection connection = pooler.connect("options", "-c search_path= -c statement_timeout=7s")) {
            assertThat(Query.value(connection, "SHOW search_path")).isEqualTo("\"$user\", public");
            assertThat(Query.value(connection, "SHOW statement_timeout")).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void whatIsTrackedIsSetOnEveryServer(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.PLAIN);
                Connection connection = pooler.connect("ApplicationName", "it's me")) {
            for (int i = 0; i < 4; i++) {
                assertThat(Query.value(connection, "SHOW application_name")).isEqualTo("it's me");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void aTransactionStaysInOneSessionAndTheNextMoves(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.PLAIN);
                // Else the driver prepares ROLLBACK, which a session may already have from another client.
                Connection connection = withTwoServers(pooler, "prepareThreshold", "0")) {
            assertThat(Set.copyOf(backends(connection, 10))).hasSize(2);
            connection.setAutoCommit(false);
            assertThat(Set.copyOf(backends(connection, 10))).hasSize(1);
            connection.rollback();
        }
    }

    /** A client of a pool that has two connections. */
    private static Connection withTwoServers(Running pooler, String... options) throws SQLException {
        Connection connection = pooler.connect(options);
        try (Connection other = pooler.connect()) {
            other.setAutoCommit(false);
            Query.value(other, "SELECT 1");
            Query.value(connection, "SELECT 1");
            other.rollback();
        }
        return connection;
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void whatIsSetInASessionIsLostAndFoundByOthers(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.PLAIN);
                Connection connection = withTwoServers(pooler)) {
            Query.value(connection, "SELECT set_config('statement_timeout', '12345', false)");
            Set<String> found = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                found.add(Query.value(connection, "SHOW statement_timeout"));
            }
            assertThat(found).containsExactlyInAnyOrder("0", "12345ms");
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void statementsThatTwoClientsPrepareClash(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.PLAIN);
                Connection one = withTwoServers(pooler);
                Connection other = pooler.connect()) {
            assertThatThrownBy(() -> alternate(one, other, 1))
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState())
                            .isIn("26000", "42P05"));
            alternate(one, other, 0);
        }
    }

    private static void alternate(Connection one, Connection other, int prepareThreshold) throws SQLException {
        for (int i = 0; i < 10; i++) {
            for (Connection connection : List.of(one, other)) {
                connection.unwrap(PGConnection.class).setPrepareThreshold(prepareThreshold);
                String sql = connection == one ? "SELECT 'one'" : "SELECT 'other'";
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.executeQuery().close();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void aSessionStaysAndIsCleanedAfterwards(Which which) throws Exception {
        try (Running pooler = run(which, new PoolerConfig(PoolMode.SESSION, Set.of(), 1))) {
            String backend;
            try (Connection connection = pooler.connect()) {
                backend = Query.value(connection, "SELECT pg_backend_pid()");
                Query.value(connection, "SELECT set_config('statement_timeout', '12345', false)");
                assertThat(Set.copyOf(backends(connection, 5))).containsExactly(backend);
                assertThat(Query.value(connection, "SHOW statement_timeout")).isEqualTo("12345ms");
            }
            try (Connection connection = pooler.connect()) {
                assertThat(Query.value(connection, "SELECT pg_backend_pid()")).isEqualTo(backend);
                assertThat(Query.value(connection, "SHOW statement_timeout")).isEqualTo("0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void statementPoolingRefusesATransaction(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.STATEMENT);
                Connection connection = pooler.connect()) {
            assertThat(Query.value(connection, "SELECT 1")).isEqualTo("1");
            assertThatThrownBy(() -> connection.createStatement().execute("BEGIN"))
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState())
                            .isEqualTo("08P01"))
                    .hasMessageContaining("transaction blocks not allowed in statement pooling mode");
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void whatTheServerRefusesIsThePoolersOwnError(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.PLAIN)) {
            assertThatThrownBy(() -> DriverManager.getConnection(
                            "jdbc:postgresql://" + pooler.hostPort() + "/no_such_database",
                            EmbeddedDatabase.USERNAME,
                            ""))
                    .isInstanceOfSatisfying(SQLException.class, failure -> assertThat(failure.getSQLState())
                            .isEqualTo("08P01"))
                    .hasMessageContaining("does not exist");
        }
    }

    @ParameterizedTest
    @EnumSource(Which.class)
    void theKeyOfALoginIsThePoolers(Which which) throws Exception {
        try (Running pooler = run(which, PoolerConfig.SESSION);
                Connection connection = pooler.connect()) {
            int told = connection.unwrap(PGConnection.class).getBackendPID();
            assertThat(backends(connection, 3)).doesNotContain(String.valueOf(told));
        }
        try (Connection direct = server.connect(EmbeddedDatabase.DATABASE)) {
            int told = direct.unwrap(PGConnection.class).getBackendPID();
            assertThat(backends(direct, 1)).containsExactly(String.valueOf(told));
        }
    }
}
