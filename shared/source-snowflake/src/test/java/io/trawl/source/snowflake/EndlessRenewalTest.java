package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trawl.api.model.FailureKind;
import io.trawl.testkit.snowflake.Fault;
import io.trawl.testkit.snowflake.SnowflakeServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EndlessRenewalTest {

    @AutoClose
    private final SnowflakeServer server = SnowflakeServer.builder().start();

    /** The driver renews the session and sends the statement again, as often as it is told 390112. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSessionThatStaysExpiredFailsTheStatement() throws Exception {
        try (Reading reading = Reading.of(server)) {
            Connection session = reading.session;
            SessionState.opened(session, new LongAdder(), 1, "trawl");
            server.plan(sql -> sql.startsWith("SHOW STAGES"), Integer.MAX_VALUE, Fault.tokenExpired());
            SQLException failure =
                    catchThrowableOfType(SQLException.class, () -> Query.show("STAGES", new SchemaName("D", "S"))
                            .list(session, row -> row));
            assertThat(SnowflakeFailures.INSTANCE.classify(failure)).isEqualTo(FailureKind.TRANSIENT);
            server.heal();
        }
    }

    @Test
    void everyStatementOfASessionHasThatBound() throws Exception {
        try (Reading reading = Reading.of(server)) {
            try (Statement statement = reading.session.createStatement()) {
                int seconds = SessionState.run(reading.session, statement, statement::getQueryTimeout);
                assertThat(seconds).isEqualTo(360);
            }
        }
    }
}
