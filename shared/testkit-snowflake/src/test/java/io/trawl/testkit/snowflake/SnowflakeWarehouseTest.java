package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.SettableClock;
import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SnowflakeWarehouseTest {

    private static final String SELECT =
            "SELECT TABLE_NAME FROM \"ZOO\".INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'KEYS'";

    private static SQLException failure(SnowflakeServer server, String warehouse) throws SQLException {
        Properties properties = Driver.properties(server);
        properties.put("warehouse", warehouse);
        try (Connection connection = Driver.connect(server, properties)) {
            Driver.rows(connection, "SHOW TABLES IN SCHEMA \"ZOO\".\"KEYS\" LIMIT 10000");
            SQLException[] failure = new SQLException[1];
            assertThatThrownBy(() -> Driver.rows(connection, SELECT))
                    .isInstanceOfSatisfying(SQLException.class, e -> failure[0] = e);
            return failure[0];
        }
    }

    @Test
    void aSelectResumesTheWarehouseOnce() throws SQLException {
        SettableClock clock = new SettableClock(Instant.parse("2026-06-01T00:00:00Z"));
        try (SnowflakeServer server = SnowflakeServer.builder()
                        .model(SnowflakeZoo.model())
                        .clock(clock)
                        .latency(Duration.ofMillis(20))
                        .start();
                Connection connection = Driver.connect(server)) {
            Warehouse warehouse = server.warehouse("COMPUTE_WH");
            Driver.rows(connection, "SELECT CURRENT_VERSION()");
            Driver.rows(connection, "SELECT GET_DDL('TABLE', '\"ZOO\".\"KEYS\".\"ORDERS\"')");
            assertThat(warehouse.state()).isEqualTo(Warehouse.State.SUSPENDED_AUTO_RESUME);
            Driver.rows(connection, SELECT);
            Driver.rows(connection, SELECT);
            clock.advance(Duration.ofSeconds(90));
            assertThat(warehouse.state()).isEqualTo(Warehouse.State.STARTED);
            assertThat(warehouse.resumed()).isOne();
            assertThat(warehouse.statements()).isEqualTo(2);
            assertThat(warehouse.running()).isEqualTo(Duration.ofSeconds(90));
            assertThat(warehouse.busy()).isEqualTo(Duration.ofMillis(40));
        }
    }

    @Test
    void aWarehouseThatMayNotResumeFailsSelectsAndNothingElse() throws SQLException {
        try (SnowflakeServer server = SnowflakeServer.builder()
                .model(SnowflakeZoo.model())
                .warehouse("ASLEEP", Warehouse.State.SUSPENDED)
                .warehouse("SPENT", Warehouse.State.QUOTA_EXCEEDED)
                .warehouse("OTHERS", Warehouse.State.STARTED, "ADMINS")
                .start()) {
            for (String warehouse : new String[] {"ASLEEP", "OTHERS", "MISSING"}) {
                SQLException failure = failure(server, warehouse);
                assertThat(failure.getErrorCode()).as(warehouse).isEqualTo(606);
                assertThat(failure.getSQLState()).as(warehouse).isEqualTo("57P03");
            }
            assertThat(failure(server, "SPENT").getErrorCode()).isEqualTo(90073);
            assertThat(server.warehouse("ASLEEP").statements()).isZero();
        }
    }
}
