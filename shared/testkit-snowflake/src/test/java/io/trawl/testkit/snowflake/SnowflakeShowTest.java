package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnowflakeShowTest {

    private static final SnowflakeModel MODEL = SnowflakeModel.of(Database.of(
            "SALES",
            Schema.builder("PUBLIC")
                    .comment("orders")
                    .tables(
                            Table.builder("ORDERS", TableKind.TRANSIENT)
                                    .columns(
                                            Column.of("ID", ColumnType.number(38, 0))
                                                    .notNull()
                                                    .identity(1, 1, false),
                                            Column.of("NOTE", ColumnType.text(200))
                                                    .comment("free text"))
                                    .keys(Key.primary("PK", "ID"))
                                    .comment("all orders")
                                    .clusterBy("LINEAR(ID)")
                                    .build(),
                            Table.builder("V", TableKind.VIEW)
                                    .columns(Column.of("ID", ColumnType.number(38, 0)))
                                    .text("create view V as select ID from ORDERS")
                                    .listedTwice()
                                    .build())
                    .build()));

    @Test
    void timesAndNumbersAreReadByTheDriver() throws SQLException {
        try (SnowflakeServer server = SnowflakeServer.builder().model(MODEL).start();
                Connection connection = Driver.connect(server);
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SHOW TABLES IN SCHEMA SALES.PUBLIC LIMIT 10")) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getTimestamp("created_on").toInstant()).isEqualTo(SnowflakeModel.EPOCH);
            assertThat(tables.getLong("bytes")).isEqualTo(65_536);
        }
    }

    @Test
    void theZooShowsEveryKind() throws SQLException {
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            String kinds = " IN SCHEMA \"ZOO\".\"KINDS\" LIMIT 10000";
            assertThat(Driver.column(connection, "name", "SHOW TABLES" + kinds)).hasSize(10);
            assertThat(Driver.rows(connection, "SHOW VIEWS" + kinds))
                    .extracting(row -> row.get("name") + (row.get("text").isEmpty() ? " hidden" : ""))
                    .containsExactly(
                            "HIDDEN_TEXT hidden",
                            "LISTED_TWICE",
                            "LISTED_TWICE",
                            "MATERIALIZED",
                            "OWN_SECURE_VIEW",
                            "PLAIN_VIEW",
                            "SECURE_MATERIALIZED hidden",
                            "SECURE_VIEW hidden");
            assertThat(Driver.column(connection, "cluster_by", "SHOW MATERIALIZED VIEWS IN SCHEMA \"ZOO\".\"KINDS\""))
                    .containsExactly("LINEAR(ID)", "");
            assertThat(Driver.column(connection, "target_lag", "SHOW DYNAMIC TABLES" + kinds))
                    .containsExactly("1 hour");
            assertThat(Driver.column(connection, "location", "SHOW EXTERNAL TABLES" + kinds))
                    .containsExactly("s3://bucket/landing/orders/");
            assertThat(Driver.column(connection, "base_location", "SHOW ICEBERG TABLES" + kinds))
                    .containsExactly("orders/iceberg/");
            assertThat(Driver.column(connection, "table_name", "SHOW STREAMS" + kinds))
                    .containsExactly("ZOO.KINDS.REGULAR_TABLE", null);
            assertThat(Driver.column(connection, "type", "SHOW STAGES IN SCHEMA \"ZOO\".\"KINDS\""))
                    .containsExactly("EXTERNAL", "INTERNAL");
            assertThat(Driver.column(connection, "comment", "SHOW SEMANTIC VIEWS" + kinds))
                    .containsExactly("revenue by region");
            assertThat(Driver.rows(connection, "SHOW COLUMNS IN SCHEMA \"ZOO\".\"KINDS\"").stream()
                            .map(row -> row.get("kind"))
                            .distinct())
                    .containsExactly("COLUMN", "VIRTUAL_COLUMN", "DIMENSION", "FACT", "METRIC");
            assertThat(Driver.rows(connection, "SHOW COLUMNS IN SCHEMA \"ZOO\".\"TYPES\""))
                    .filteredOn(row -> row.get("table_name").equals("NESTED"))
                    .extracting(row -> row.get("data_type"))
                    .contains(
                            "{\"type\":\"VECTOR\",\"nullable\":true,\"vectorElementType\":{\"type\":\"REAL\","
                                    + "\"nullable\":false},\"dimension\":256}",
                            "{\"type\":\"ARRAY\",\"nullable\":true,\"elementType\":{\"type\":\"ARRAY\",\"nullable\":true,"
                                    + "\"elementType\":{\"type\":\"DATE\",\"nullable\":true}}}");
        }
    }

    @Test
    void showsAndConstantsNeedNoWarehouse() throws SQLException {
        try (SnowflakeServer server = SnowflakeServer.builder().model(MODEL).start();
                Connection connection = Driver.connect(server)) {
            assertThat(Driver.column(connection, "name", "SHOW DATABASES LIMIT 10000"))
                    .containsExactly("SALES");
            assertThat(Driver.column(connection, "name", "SHOW SCHEMAS IN DATABASE \"SALES\" LIMIT 10000"))
                    .containsExactly("INFORMATION_SCHEMA", "PUBLIC");
            assertThat(Driver.rows(connection, "SHOW TABLES IN SCHEMA \"SALES\".\"PUBLIC\" LIMIT 10000"))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("name", "ORDERS")
                            .containsEntry("kind", "TRANSIENT")
                            .containsEntry("cluster_by", "LINEAR(ID)")
                            .containsEntry("rows", "1000")
                            .containsEntry("is_dynamic", "N"));
            assertThat(Driver.column(connection, "name", "SHOW VIEWS IN SCHEMA \"SALES\".\"PUBLIC\" LIMIT 10000"))
                    .containsExactly("V", "V");
            assertThat(Driver.rows(connection, "SHOW COLUMNS IN SCHEMA \"SALES\".\"PUBLIC\""))
                    .hasSize(3)
                    .first()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("table_name", "ORDERS")
                            .containsEntry("null?", "NOT_NULL")
                            .containsEntry("autoincrement", "IDENTITY START 1 INCREMENT 1 NOORDER")
                            .containsEntry(
                                    "data_type",
                                    "{\"type\":\"FIXED\",\"precision\":38,\"scale\":0,\"nullable\":false}"));
            assertThat(Driver.column(connection, "constraint_name", "SHOW PRIMARY KEYS IN SCHEMA \"SALES\".\"PUBLIC\""))
                    .containsExactly("PK");
            assertThat(Driver.rows(
                            connection,
                            "SELECT CURRENT_ORGANIZATION_NAME(), CURRENT_ACCOUNT_NAME(), CURRENT_ROLE(),"
                                    + " CURRENT_WAREHOUSE(), CURRENT_VERSION()"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.values())
                            .containsExactly("ACME", "TRAWL_TEST", "INGESTION", "COMPUTE_WH", SnowflakeServer.VERSION));
            assertThat(server.statements()).extracting(ReceivedStatement::tag).containsOnly("trawl");
            assertThat(server.refused()).isEqualTo(List.of());
            assertThat(server.warehouse("COMPUTE_WH").resumed()).isZero();
            assertThat(server.requests("/telemetry/send")).isZero();
        }
    }
}
