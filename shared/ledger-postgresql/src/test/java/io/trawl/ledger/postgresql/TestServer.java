package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.testkit.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One server for the tests of this module that do not break theirs. */
final class TestServer {

    private static EmbeddedDatabase shared;

    private TestServer() {}

    static synchronized EmbeddedDatabase shared() {
        if (shared == null) {
            EmbeddedDatabase started = EmbeddedDatabase.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    /** The first column of the only row. */
    static <T> T ask(EmbeddedDatabase server, String query, Class<T> type) {
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getObject(1, type);
        } catch (SQLException e) {
            throw new IllegalStateException(query + ": " + e.getMessage(), e);
        }
    }

    static String url(String hostPort, String database) {
        return "jdbc:postgresql://" + hostPort + "/" + database;
    }

    static LedgerConfig config(String hostPort, Duration lease) {
        String url = url(hostPort, EmbeddedDatabase.DATABASE);
        return new LedgerConfig(url, EmbeddedDatabase.USERNAME, null, lease, LedgerConfig.DEFAULT_KEEP_RUNS);
    }

    static PostgresLedger open(String hostPort, Duration lease) {
        return PostgresLedger.open(config(hostPort, lease), ConnectRetry.none(), Duration.ofSeconds(30));
    }

    /** Why a ledger cannot be opened: one line, which does not hold the password. */
    static TrawlException refused(LedgerConfig config, ConnectRetry retry) {
        TrawlException refused = catchThrowableOfType(
                TrawlException.class,
                () -> new PostgresLedgerProvider().open(config, retry).close());
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).doesNotContain("\n");
        for (Throwable cause = refused; cause != null && config.password() != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause)).doesNotContain(config.password().reveal());
        }
        return refused;
    }

    static PostgresLedger open(Duration lease) {
        return open(shared().hostPort(), lease);
    }
}
