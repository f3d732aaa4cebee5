package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.Check;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.Secret;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Records;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user is told when a login fails, and what check says when it does not. */
class LoginTest {

    private static final String PASSWORD = "correct horse 'battery' staple";

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        server.execute("CREATE ROLE reader LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
        server.requirePassword("reader");
    }

    private static void assertRefused(PostgresConnection connection, FailureKind kind, String message) {
        try (DiscoverableSource source = TestSource.open(connection)) {
            assertThatThrownBy(source::discoverHierarchy).isInstanceOfSatisfying(TrawlException.class, failure -> {
                assertThat(failure.kind()).isEqualTo(kind);
                assertThat(failure).hasMessage(message);
                StringWriter all = new StringWriter();
                failure.printStackTrace(new PrintWriter(all));
                assertThat(all.toString()).doesNotContain(PASSWORD).doesNotContain("wrong-secret");
            });
            List<Check> checks = source.check();
            assertThat(checks).containsExactly(Check.failed("source login", kind, message));
        }
    }

    @Test
    void aWrongPassword() {
        assertRefused(
                TestSource.connection(server.hostPort(), "reader", new Secret("wrong-secret"), "postgres"),
                FailureKind.PERMISSION,
                "source postgres at " + server.hostPort()
                        + "/postgres: password authentication failed for user \"reader\"");
    }

    @Test
    void anUnknownDatabase() {
        assertRefused(
                TestSource.connection(server.hostPort(), "reader", new Secret(PASSWORD), "no ?/%+&such one"),
                FailureKind.INVALID,
                "source postgres at " + server.hostPort()
                        + "/no ?/%+&such one: database \"no ?/%+&such one\" does not exist");
    }

    @Test
    void anUnknownHost() {
        assertRefused(
                TestSource.connection("no-such-host.invalid:5432", "reader", new Secret(PASSWORD), "postgres"),
                FailureKind.TRANSIENT,
                "source postgres at no-such-host.invalid:5432/postgres: unknown host 'no-such-host.invalid'");
    }

    @Test
    void aPortThatNobodyListensOn() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertRefused(
                TestSource.connection("127.0.0.1:" + port, "reader", new Secret(PASSWORD), "postgres"),
                FailureKind.TRANSIENT,
                "source postgres at 127.0.0.1:" + port
                        + "/postgres: connection refused; is the host right, and does a server listen there?");
    }

    @Test
    void aServerWithoutTls() {
        PostgresConnection plain = TestSource.connection(server.hostPort(), "reader", new Secret(PASSWORD), "postgres");
        assertRefused(
                Records.with(plain, "sslMode", "require"),
                FailureKind.TRANSIENT,
                "source postgres at " + server.hostPort() + "/postgres: The server does not support SSL.");
    }

    @Test
    void checkSaysWhatItSees() {
        PostgresConnection connection =
                TestSource.connection(server.hostPort(), "reader", new Secret(PASSWORD), "postgres");
        try (DiscoverableSource source = TestSource.open(connection)) {
            List<Check> checks = source.check();
            assertThat(checks).allSatisfy(check -> assertThat(check.failure()).isNull());
            assertThat(checks)
                    .extracting(Check::name)
                    .containsExactly("source login", "source session", "source databases", "source database postgres");
            assertThat(checks.get(0).detail())
                    .startsWith("PostgreSQL 18.")
                    .endsWith(" at " + server.hostPort() + "/postgres as reader, not encrypted");
            assertThat(checks.get(1).detail()).isEqualTo("read-only, statement timeout 5min, lock timeout 10s");
            assertThat(checks.get(2).detail()).isEqualTo("1 with 1 schemas; the filters leave out 1");
            assertThat(checks.get(3).detail()).startsWith("0 tables, 0 views, 0 procedures and functions");
        }
    }

    @Test
    void sessionsAreReadOnlyWhateverTheUserSays() throws Exception {
        PostgresConnection connection = Records.with(
                TestSource.connection(server.hostPort(), "reader", new Secret(PASSWORD), "postgres"),
                "connectionOptions",
                Map.of(
                        "options",
                                "-c default_transaction_read_only=off -c search_path=public -c work_mem=5MB -c lock_timeout=1h",
                        "application_name", "mine",
                        "statement_timeout", "1234",
                        "connect_timeout", "3",
                        "keepalives", "0"));
        try (Connection session = TestSource.connector(connection).open("postgres")) {
            List<String> found = TestSource.transactions(connection)
                    .list(
                            session,
                            "SELECT unnest(ARRAY[current_setting('transaction_read_only'),"
                                    + " current_setting('search_path'), current_setting('work_mem'),"
                                    + " current_setting('application_name'), current_setting('statement_timeout'),"
                                    + " current_setting('transaction_isolation'), current_setting('lock_timeout')])",
                            List.of(),
                            row -> row.getString(1));
            assertThat(found).containsExactly("on", "", "5MB", "mine", "1234ms", "repeatable read", "10s");
        }
    }
}
