package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A transaction that does not keep what was set is refused, and one that fails leaves nothing behind. */
class SessionCheckTest {

    private static final String FOUND = SqlResource.load(SessionCheckTest.class, "session-in-effect.sql");

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
    }

    private static SessionCheck check() {
        return new SessionCheck(PostgresProvider.messages(new HostPort("h", 1)).of("postgres"));
    }

    /** As if the next statement had reached another session. */
    @Test
    void aSessionThatIsAnotherOneIsRefusedInOneLine() throws Exception {
        Map<String, String> set = Map.of("search_path", "");
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE);
                PreparedStatement statement = connection.prepareStatement(FOUND)) {
            statement.setArray(1, connection.createArrayOf("text", new Object[] {"search_path"}));
            try (ResultSet row = statement.executeQuery()) {
                assertThatThrownBy(() -> check().of(connection, set, row))
                        .isInstanceOfSatisfying(TrawlException.class, failure -> assertThat(failure.kind())
                                .isEqualTo(FailureKind.INVALID))
                        .hasMessage("source postgres at h:1/postgres: the session is not as it was set up:"
                                + " transaction_read_only is 'off' and not 'on',"
                                + " transaction_isolation is 'read committed' and not 'repeatable read',"
                                + " search_path is '\"$user\", public' and not '';"
                                + " what lies between Trawl and PostgreSQL must keep a transaction in one session:"
                                + " use session or transaction pooling, or connect to the server itself");
            }
        }
    }

    @Test
    void aTransactionThatFailsLeavesTheSessionAsItWas() throws Exception {
        Transactions transactions = TestSource.transactions(TestSource.connection(server));
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() ->
                                transactions.read(connection, "SELECT 1 / 0", List.of(), Transactions.Answers::next))
                        .hasMessageContaining("division by zero");
                assertThat(Query.value(connection, "SHOW search_path")).isEqualTo("\"$user\", public");
                assertThat(transactions.<String>read(connection, "SELECT 'x'; SELECT 'y'", List.of(), answers -> {
                            answers.next();
                            ResultSet second = answers.next();
                            second.next();
                            return second.getString(1);
                        }))
                        .isEqualTo("y");
            }
        }
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        Transactions transactions = TestSource.transactions(TestSource.connection(server));
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE)) {
            assertThatThrownBy(() -> transactions.read(
                            connection, "CREATE TABLE written (id int)", List.of(), Transactions.Answers::next))
                    .hasMessageContaining("read-only transaction");
        }
    }
}
