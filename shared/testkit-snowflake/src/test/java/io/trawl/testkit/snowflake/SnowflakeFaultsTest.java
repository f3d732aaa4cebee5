package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SnowflakeFaultsTest {

    private static final String SHOW = "SHOW TABLES IN SCHEMA \"ZOO\".\"KEYS\" LIMIT 10000";

    private static SnowflakeServerBuilder server() {
        return SnowflakeServer.builder().model(SnowflakeZoo.model());
    }

    private static void fails(int code, ThrowingCallable statement) {
        assertThatThrownBy(statement).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                .isEqualTo(code));
    }

    @Test
    void theDriverRenewsTheTokenByItself() throws SQLException {
        try (SnowflakeServer server = server().tokenExpiresAfter(3).start();
                Connection connection = Driver.connect(server)) {
            for (int i = 0; i < 10; i++) {
                assertThat(Driver.rows(connection, SHOW)).hasSize(5);
            }
            assertThat(server.renewals()).isEqualTo(3);
            assertThat(server.statements()).hasSize(10);
            server.plan(sql -> sql.equals(SHOW), 1, Fault.tokenExpired());
            assertThat(Driver.rows(connection, SHOW)).hasSize(5);
            assertThat(server.renewals()).isEqualTo(4);
        }
    }

    @Test
    void aLostSessionIsLost() throws SQLException {
        try (SnowflakeServer server = server().masterTokenExpiresAfter(2).start()) {
            try (Connection connection = Driver.connect(server)) {
                Driver.rows(connection, SHOW);
                Driver.rows(connection, SHOW);
                fails(390114, () -> Driver.rows(connection, SHOW));
                fails(390114, () -> Driver.rows(connection, SHOW));
            }
            try (Connection connection = Driver.connect(server)) {
                server.plan(sql -> sql.equals(SHOW), 1, Fault.sessionGone());
                fails(390111, () -> Driver.rows(connection, SHOW));
                fails(390111, () -> Driver.rows(connection, SHOW));
            }
        }
    }

    @Test
    void statementsFailAsPlanned() throws SQLException {
        try (SnowflakeServer server = server().start();
                Connection connection = Driver.connect(server)) {
            server.plan(sql -> sql.contains("\"KEYS\""), 1, Fault.killed());
            server.plan(sql -> sql.contains("\"KEYS\""), 1, Fault.statementTimeout(60));
            server.plan(sql -> sql.contains("\"KEYS\""), 1, Fault.insufficientPrivileges("schema 'KEYS'"));
            server.plan(sql -> sql.contains("\"KEYS\""), 1, Fault.doesNotExist("Schema", "ZOO.KEYS"));
            fails(604, () -> Driver.rows(connection, SHOW));
            fails(630, () -> Driver.rows(connection, SHOW));
            fails(3001, () -> Driver.rows(connection, SHOW));
            fails(2003, () -> Driver.rows(connection, SHOW));
            assertThat(Driver.rows(connection, SHOW)).hasSize(5);
            assertThat(server.statements())
                    .extracting(ReceivedStatement::error)
                    .containsExactly("000604", "000630", "003001", "002003", null);
        }
    }

    @Test
    void theServiceIsUnavailableOrCutsConnections() throws SQLException {
        try (SnowflakeServer server = server().start();
                Connection connection = Driver.connect(server)) {
            server.plan(sql -> true, 1, Fault.http(503));
            assertThat(Driver.rows(connection, SHOW))
                    .as("the driver tries again")
                    .hasSize(5);
            server.plan(sql -> true, 1, Fault.http(429));
            assertThat(Driver.rows(connection, SHOW))
                    .as("the driver tries again")
                    .hasSize(5);
            server.plan(sql -> true, 1, Fault.cut());
            assertThat(Driver.rows(connection, SHOW))
                    .as("the driver tries again")
                    .hasSize(5);
            server.forgetStatements();
            server.plan(sql -> true, 1, Fault.cutAfterwards());
            assertThat(Driver.rows(connection, SHOW))
                    .as("the driver tries again")
                    .hasSize(5);
            assertThat(server.statements()).as("it is executed once").hasSize(1);
            server.plan(sql -> true, Integer.MAX_VALUE, Fault.http(503));
            assertThatThrownBy(() -> Driver.rows(connection, SHOW)).isInstanceOf(SQLException.class);
            server.heal();
            assertThat(Driver.rows(connection, SHOW)).hasSize(5);
        }
    }

    @Test
    void oneSchemaIsRefusedHoweverItIsAskedFor() throws SQLException {
        try (SnowflakeServer server = server().start();
                Connection connection = Driver.connect(server)) {
            server.planSchema("ZOO", "KEYS", 100, Fault.insufficientPrivileges("schema 'KEYS'"));
            String select = "SELECT TABLE_NAME FROM \"ZOO\".INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ?";
            fails(3001, () -> Driver.rows(connection, SHOW));
            fails(3001, () -> Driver.rows(connection, select, "KEYS"));
            fails(3001, () -> Driver.rows(connection, select.replace("?", "'KEYS'")));
            assertThat(Driver.rows(connection, select, "TYPES")).hasSize(3);
        }
    }

    @Test
    void aLogInFailsAsPlanned() throws SQLException {
        try (SnowflakeServer server = server().start()) {
            server.planLogin(1, Fault.http(503));
            try (Connection connection = Driver.connect(server)) {
                assertThat(connection.isValid(5)).as("the driver tries again").isTrue();
            }
            server.planLogin(1, Fault.failure("390102", null, "User temporarily locked."));
            fails(390102, () -> Driver.connect(server));
        }
    }

    @Test
    void aStatementEndsAtItsTimeout() throws SQLException {
        try (SnowflakeServer server = server().start();
                Connection connection = Driver.connect(server)) {
            Driver.rows(connection, "ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = 1");
            server.plan(sql -> sql.equals(SHOW), 1, Fault.slow(Duration.ofMinutes(1)));
            fails(630, () -> Driver.rows(connection, SHOW));
        }
    }

    @Test
    void sharesOfStatementsFail() throws SQLException {
        try (SnowflakeServer server = server().failing(7, 0.3, 0, 0).start()) {
            Properties properties = Driver.properties(server);
            try (Connection connection = Driver.connect(server, properties)) {
                for (int i = 0; i < 5; i++) {
                    try {
                        Driver.rows(connection, SHOW);
                    } catch (SQLException e) {
                        assertThat(e.getMessage()).contains("503");
                    }
                }
            }
            assertThat(server.statements())
                    .extracting(ReceivedStatement::error)
                    .anyMatch("HTTP 503"::equals)
                    .anyMatch(Objects::isNull);
        }
    }

    @Test
    void aLongStatementIsAskedForAgainAndAgain() throws SQLException {
        try (SnowflakeServer server = server().inProgressAfter(Duration.ofMillis(100))
                        .latency(Duration.ofMillis(350))
                        .start();
                Connection connection = Driver.connect(server)) {
            assertThat(Driver.rows(connection, SHOW)).hasSize(5);
            assertThat(server.requests("/queries/v1/query-request")).isOne();
            assertThat(server.statements()).hasSize(1);
        }
    }

    @Test
    void aStatementIsCanceled() throws Exception {
        try (SnowflakeServer server = server().start();
                Connection connection = Driver.connect(server);
                Statement statement = connection.createStatement()) {
            server.plan(sql -> true, 1, Fault.slow(Duration.ofMinutes(5)));
            CompletableFuture<ResultSet> result = CompletableFuture.supplyAsync(() -> {
                try {
                    return statement.executeQuery(SHOW);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            while (server.mostStatementsAtOnce() == 0) {
                Thread.onSpinWait();
            }
            statement.cancel();
            assertThatThrownBy(result::join).cause().cause().isInstanceOfSatisfying(SQLException.class, e -> assertThat(
                            e.getErrorCode())
                    .isEqualTo(604));
            assertThat(server.statements())
                    .extracting(received -> received.kind() + " " + received.error())
                    .containsExactly("SHOW TABLES 000604");
            assertThat(Driver.rows(connection, SHOW)).hasSize(5);
        }
    }
}
