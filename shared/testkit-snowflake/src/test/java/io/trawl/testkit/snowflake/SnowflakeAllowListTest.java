package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnowflakeAllowListTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT * FROM \"ZOO\".\"KEYS\".\"ORDERS\"",
                "SELECT * FROM \"ZOO\".INFORMATION_SCHEMA.TABLES",
                "SHOW TABLES",
                "SHOW TABLES IN ACCOUNT LIMIT 10",
                "SHOW TABLES IN DATABASE \"ZOO\" LIMIT 10",
                "SHOW OBJECTS IN SCHEMA \"ZOO\".\"KEYS\" LIMIT 10",
                "SHOW COLUMNS IN SCHEMA \"ZOO\".\"KEYS\" LIMIT 10",
                "SHOW MATERIALIZED VIEWS IN SCHEMA \"ZOO\".\"KINDS\" LIMIT 10",
                "SHOW STAGES IN SCHEMA \"ZOO\".\"KINDS\" LIMIT 10",
                "SHOW TABLES LIKE '%' IN SCHEMA \"ZOO\".\"KEYS\"",
                "DESCRIBE TABLE \"ZOO\".\"KEYS\".\"ORDERS\"",
                "CREATE TABLE T (A NUMBER)",
                "DROP TABLE T",
                "ALTER WAREHOUSE COMPUTE_WH RESUME",
                "SELECT GET_DDL('TABLE', TABLE_NAME) FROM \"ZOO\".INFORMATION_SCHEMA.TABLES",
                "SHOW DATABASES LIMIT 10; SHOW DATABASES",
                "SHOW DATABASES LIMIT 10 FROM 'unclosed"
            })
    void whatIsNotOnTheListIsASyntaxErrorAndRecorded(String sql) throws SQLException {
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            assertThatThrownBy(() -> Driver.rows(connection, sql))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                            .isEqualTo(1003));
            assertThat(server.refused()).extracting(ReceivedStatement::sql).containsExactly(sql);
        }
    }

    @Test
    void theSessionIsChangedByStatements() throws SQLException {
        try (SnowflakeServer server = SnowflakeServer.builder()
                        .model(SnowflakeZoo.model())
                        .warehouse("COMPUTE_WH", Warehouse.State.STARTED)
                        .warehouse("other Wh", Warehouse.State.STARTED)
                        .start();
                Connection connection = Driver.connect(server)) {
            Driver.rows(connection, "ALTER SESSION SET QUERY_TAG = 'it''s \\\\ a tag' TIMEZONE = 'UTC'");
            Driver.rows(connection, "USE WAREHOUSE \"other Wh\"");
            Driver.rows(connection, "USE SCHEMA \"ZOO\".\"a_b\"");
            assertThat(Driver.rows(
                            connection,
                            "SELECT CURRENT_WAREHOUSE() AS W, CURRENT_DATABASE() AS D, CURRENT_SCHEMA() AS S"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.values()).containsExactly("other Wh", "ZOO", "a_b"));
            assertThat(connection.getSchema()).isEqualTo("a_b");
            assertThat(server.statements())
                    .extracting(ReceivedStatement::tag)
                    .containsExactly("it's \\ a tag", "it's \\ a tag", "it's \\ a tag", "it's \\ a tag");
            assertThatThrownBy(() -> Driver.rows(connection, "USE WAREHOUSE NO_SUCH"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                            .isEqualTo(2043));
        }
    }
}
