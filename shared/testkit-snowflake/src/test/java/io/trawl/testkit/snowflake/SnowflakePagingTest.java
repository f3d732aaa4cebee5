package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnowflakePagingTest {

    private static final String BIG = "\"BIG\".\"S_001\"";

    @Test
    void tablesArePagedAndTheOthersEndSilently() throws SQLException {
        try (SnowflakeServer server = SnowflakeServer.builder()
                        .model(GeneratedWarehouse.oneSchema(25_000, 10_001))
                        .rowsPerChunk(4_000)
                        .start();
                Connection connection = Driver.connect(server)) {
            List<String> names = new ArrayList<>();
            String from = "";
            List<String> page;
            do {
                page = Driver.column(connection, "name", "SHOW TABLES IN SCHEMA " + BIG + " LIMIT 10000" + from);
                names.addAll(page);
                from = " FROM '" + names.get(names.size() - 1) + "'";
            } while (page.size() == 10_000);
            assertThat(names).hasSize(22_500).doesNotHaveDuplicates().isSorted();

            assertThatThrownBy(() -> Driver.rows(connection, "SHOW TABLES IN SCHEMA " + BIG))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                            .isEqualTo(90153));
            assertThatThrownBy(() -> Driver.rows(connection, "SHOW TABLES IN SCHEMA " + BIG + " LIMIT 10001"))
                    .isInstanceOf(SQLException.class);
            for (String what : List.of("COLUMNS", "PRIMARY KEYS", "USER PROCEDURES")) {
                assertThat(Driver.rows(connection, "SHOW " + what + " IN SCHEMA " + BIG))
                        .as(what)
                        .hasSize(10_000);
                assertThatThrownBy(() -> Driver.rows(connection, "SHOW " + what + " IN SCHEMA " + BIG + " LIMIT 5"))
                        .as(what)
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                                .isEqualTo(1003));
            }
            assertThat(server.chunksFetched()).isEqualTo((2 + 2) + 3 * 2);
            assertThat(server.warehouse("COMPUTE_WH").resumed()).isZero();
        }
    }

    @Test
    void theCursorLeadsPastTheFirstMatch() throws SQLException {
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            String views = "SHOW VIEWS IN SCHEMA \"ZOO\".\"KINDS\" LIMIT ";
            assertThat(Driver.column(connection, "name", views + "2")).containsExactly("HIDDEN_TEXT", "LISTED_TWICE");
            assertThat(Driver.column(connection, "name", views + "2 FROM 'LISTED_TWICE'"))
                    .as("the view that is listed twice comes again")
                    .containsExactly("LISTED_TWICE", "MATERIALIZED");
            assertThat(Driver.column(connection, "name", views + "1 FROM 'LIST'"))
                    .as("a part of a name matches as well")
                    .containsExactly("LISTED_TWICE");
            assertThat(Driver.column(connection, "name", views + "1 FROM 'M'")).containsExactly("OWN_SECURE_VIEW");
            assertThat(Driver.column(connection, "name", views + "1 FROM 'LZ'")).containsExactly("MATERIALIZED");
            assertThat(Driver.column(connection, "name", views + "1 FROM 'zzz'"))
                    .isEmpty();
        }
    }
}
