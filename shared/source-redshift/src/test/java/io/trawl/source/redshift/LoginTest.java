package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.model.FailureKind;
import io.trawl.source.jdbc.HostPort;
import io.trawl.testkit.Query;
import io.trawl.testkit.redshift.RedshiftServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Amazon's driver logs in: what a session is like, and what a user is told if there is none. */
class LoginTest {

    private static final int CONNECTIONS = 3;
    private static final String PASSWORD = "correct horse 'battery' staple";

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start(CONNECTIONS, null);
        server.createUser("reader", PASSWORD);
        server.execute("CREATE SCHEMA hidden; CREATE TABLE hidden.t (id int)");
    }

    private static RedshiftConnector connector(String hostPort, String password, String more) throws Exception {
        RedshiftConnection connection =
                RedshiftConnectionTest.read("{'username': 'reader', 'password': '" + password.replace("'", "\\u0027")
                        + "', 'hostPort': '" + hostPort + "', 'database': 'dev', 'sslMode': 'disable'" + more + "}");
        return TestSource.connector(connection);
    }

    private static Connection connect(String more) throws Exception {
        return connector(server.hostPort(), PASSWORD, more).open(RedshiftServer.DATABASE);
    }

    private static void assertRefused(
            RedshiftConnector connector, String hostPort, String database, FailureKind kind, String detail) {
        SQLException failure = catchThrowableOfType(SQLException.class, () -> connector.open(database));
        assertTold(failure, hostPort, database, kind, detail);
    }

    private static void assertTold(
            SQLException failure, String hostPort, String database, FailureKind kind, String detail) {
        assertThat((Throwable) failure).isNotNull();
        HostPort host = HostPort.parse(hostPort, RedshiftConnection.DEFAULT_PORT);
        assertThat(RedshiftProvider.messages(host).of("redshift").about(database, failure))
                .isEqualTo("source redshift at " + host + "/" + database + ": " + detail);
        assertThat(RedshiftFailures.INSTANCE.classify(failure)).isEqualTo(kind);
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(PASSWORD, "wrong-secret");
    }

    @Test
    void aSessionIsReadOnlyLimitedAndInItsQueryGroup() throws Exception {
        try (Connection session = connect("")) {
            assertThat(session.isReadOnly()).isTrue();
            assertThat(session.getAutoCommit()).isTrue();
            assertThat(Query.value(session, "SHOW readonly")).isIn("1", "on");
            assertThat(Query.value(session, "SHOW statement_timeout")).isIn("300000", "5min");
            assertThat(Query.value(session, "SHOW query_group")).isEqualTo("trawl");
            assertThat(Query.value(session, "SHOW search_path"))
                    .contains("pg_catalog")
                    .doesNotContain("public");
            assertThat(server.clients().startups()).last().satisfies(parameters -> assertThat(parameters)
                    .containsEntry("application_name", "trawl")
                    .containsEntry("user", "reader"));
        }
    }

    @Test
    void usersMayChooseTheQueryGroupAndTheLimit() throws Exception {
        String options = ", 'connectionOptions': {'query_group': 'etl''s', 'statement_timeout': '1234'}";
        try (Connection session = connect(options.replace("''", "\\u0027"))) {
            assertThat(Query.value(session, "SHOW query_group")).isEqualTo("etl's");
            assertThat(Query.value(session, "SHOW statement_timeout")).isIn("1234", "1234ms");
        }
    }

    @Test
    void nothingIsWritten() throws Exception {
        try (Connection session = connect("");
                Statement statement = session.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE TABLE public.mine (id int)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
        }
    }

    @Test
    void noThreadOutlivesASession() throws Exception {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        try (Connection session = connect("");
                Statement statement = session.createStatement()) {
            statement.setFetchSize(10);
            try (ResultSet rows = statement.executeQuery("SELECT attname FROM pg_attribute")) {
                rows.next();
            }
        }
        Set<Thread> drivers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().toLowerCase().contains("redshift jdbc"))
                .collect(Collectors.toSet());
        for (Thread thread : drivers) {
            thread.join(5_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void aWrongPassword() throws Exception {
        assertRefused(
                connector(server.hostPort(), "wrong-secret", ""),
                server.hostPort(),
                "dev",
                FailureKind.PERMISSION,
                "password authentication failed for user \"reader\"");
    }

    @Test
    void anUnknownDatabase() throws Exception {
        assertRefused(
                connector(server.hostPort(), PASSWORD, ""),
                server.hostPort(),
                "no ?/%+&;such one",
                FailureKind.INVALID,
                "database \"no ?/%+&;such one\" does not exist");
    }

    @Test
    void anUnknownHost() throws Exception {
        String host = "no-such-host.invalid";
        assertRefused(connector(host, PASSWORD, ""), host, "dev", FailureKind.TRANSIENT, "unknown host '" + host + "'");
    }

    @Test
    void aPausedCluster() throws Exception {
        try (RedshiftServer paused = RedshiftServer.start()) {
            paused.createUser("reader", PASSWORD);
            RedshiftConnector connector = connector(paused.hostPort(), PASSWORD, "");
            paused.pause();
            assertRefused(
                    connector,
                    paused.hostPort(),
                    "dev",
                    FailureKind.TRANSIENT,
                    "connection refused; is the host right, may this network reach it, and is the cluster paused?");
            paused.resume();
            connector.open("dev").close();
        }
    }

    @Test
    void aClusterThatDoesNotAnswer() throws Exception {
        // A socket that listens and never accepts beyond its backlog; the loopback address lets the first in.
        try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
            String hostPort = "127.0.0.1:" + silent.getLocalPort();
            assertRefused(
                    connector(hostPort, PASSWORD, ", 'connectionOptions': {'socketTimeout': '1'}"),
                    hostPort,
                    "dev",
                    FailureKind.TRANSIENT,
                    "no answer in time; is the host right, may this network reach it, and is the cluster paused?");
        }
    }

    @Test
    void tooManyConnections() throws Exception {
        List<Connection> open = new ArrayList<>();
        try {
            while (open.size() < CONNECTIONS) {
                open.add(connect(""));
            }
            assertRefused(
                    connector(server.hostPort(), PASSWORD, ""),
                    server.hostPort(),
                    "dev",
                    FailureKind.THROTTLED,
                    "connection limit \"" + CONNECTIONS + "\" exceeded for non-bootstrap users");
        } finally {
            for (Connection each : open) {
                each.close();
            }
        }
    }

    @Test
    void noUsageOfASchema() throws Exception {
        try (Connection session = connect("");
                Statement statement = session.createStatement()) {
            SQLException failure =
                    catchThrowableOfType(SQLException.class, () -> statement.executeQuery("SELECT * FROM hidden.t"));
            assertTold(
                    failure, server.hostPort(), "dev", FailureKind.PERMISSION, "permission denied for schema hidden");
        }
    }
}
