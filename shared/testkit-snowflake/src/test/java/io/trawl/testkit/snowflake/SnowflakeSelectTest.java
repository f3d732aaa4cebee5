package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.zoo.GeneratedWarehouse;
import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SnowflakeSelectTest {

    private static final String COLUMNS = "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, NUMERIC_PRECISION, COLLATION_NAME"
            + " FROM \"BIG\".INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME >= ? AND TABLE_NAME <= ?"
            + " ORDER BY TABLE_NAME, ORDINAL_POSITION";
    private static final String TAGS = "SELECT TAG_NAME, TAG_VALUE, OBJECT_NAME, DOMAIN, COLUMN_NAME FROM"
            + " SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES WHERE OBJECT_DATABASE = ? AND OBJECT_SCHEMA = ? AND"
            + " OBJECT_DELETED IS NULL";

    private static void fails(int code, String state, ThrowingCallable statement) {
        assertThatThrownBy(statement).isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getErrorCode()).isEqualTo(code);
            assertThat(e.getSQLState()).isEqualTo(state);
        });
    }

    @Test
    void columnsOfARangeOfNamesAndTooMuchData() throws SQLException {
        try (SnowflakeServer server = SnowflakeServer.builder()
                        .model(GeneratedWarehouse.oneSchema(3_000, 0))
                        .informationSchemaLimit(8_000)
                        .start();
                Connection connection = Driver.connect(server)) {
            List<Map<String, String>> rows = Driver.rows(
                    connection, COLUMNS, "S_001", GeneratedWarehouse.table(11), GeneratedWarehouse.table(1_010));
            assertThat(rows).hasSize(8_000);
            assertThat(rows.get(3))
                    .containsEntry("TABLE_NAME", "T_000011")
                    .containsEntry("COLUMN_NAME", "AMOUNT")
                    .containsEntry("DATA_TYPE", "NUMBER")
                    .containsEntry("NUMERIC_PRECISION", "18")
                    .containsEntry("COLLATION_NAME", null);
            fails(
                    90030,
                    "22000",
                    () -> Driver.rows(
                            connection,
                            COLUMNS,
                            "S_001",
                            GeneratedWarehouse.table(11),
                            GeneratedWarehouse.table(1_011)));
            assertThat(server.statements().get(0).binds()).containsExactly("S_001", "T_000011", "T_001010");
            assertThat(server.statementsByKind()).containsEntry("SELECT INFORMATION_SCHEMA.COLUMNS", 2L);
        }
    }

    @Test
    void routinesKeysAndTimes() throws SQLException {
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            assertThat(Driver.rows(
                            connection,
                            "SELECT ARGUMENT_SIGNATURE, PROCEDURE_LANGUAGE, PROCEDURE_DEFINITION FROM"
                                    + " \"ZOO\".INFORMATION_SCHEMA.PROCEDURES WHERE PROCEDURE_SCHEMA = ? AND"
                                    + " PROCEDURE_NAME IN (?, ?)",
                            "ROUTINES",
                            "LOAD",
                            "SECRET_LOAD"))
                    .extracting(row -> row.get("ARGUMENT_SIGNATURE")
                            + row.get("PROCEDURE_LANGUAGE")
                            + (row.get("PROCEDURE_DEFINITION") == null ? " hidden" : ""))
                    .containsExactly("()SQL", "(DAY DATE)SQL", "(FIRST NUMBER, SECOND VARCHAR)PYTHON", "()SQL hidden");
            assertThat(Driver.column(connection, "arguments", "SHOW USER PROCEDURES IN SCHEMA \"ZOO\".\"ROUTINES\""))
                    .contains(
                            "LOAD(DATE) RETURN VARCHAR",
                            "LOAD(NUMBER [, VARCHAR]) RETURN TABLE (ID NUMBER, NAME VARCHAR)");
            assertThat(Driver.column(
                            connection,
                            "TABLE_NAME",
                            "SELECT DISTINCT TABLE_NAME FROM \"ZOO\".INFORMATION_SCHEMA.TABLE_CONSTRAINTS WHERE"
                                    + " TABLE_SCHEMA = ? AND CONSTRAINT_TYPE = 'FOREIGN KEY' ORDER BY TABLE_NAME DESC",
                            "KEYS"))
                    .containsExactly("ORDERS", "INVOICES", "CUSTOMERS");
            assertThat(Driver.rows(connection, "SHOW IMPORTED KEYS IN TABLE \"ZOO\".\"KEYS\".\"INVOICES\""))
                    .extracting(row ->
                            row.get("fk_name") + " " + row.get("fk_column_name") + " " + row.get("pk_database_name"))
                    .containsExactly(
                            "FK_CUSTOMER COUNTRY ZOO",
                            "FK_CUSTOMER CUSTOMER_ID ZOO",
                            "FK_ELSEWHERE KIND " + SnowflakeZoo.STRANGE_DATABASE);
            String altered = "SELECT TABLE_NAME FROM \"ZOO\".INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'EMPTY' OR";
            fails(1003, "42000", () -> Driver.rows(connection, altered));
            String since = "SELECT TABLE_NAME FROM \"ZOO\".INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'TAGGED' AND"
                    + " LAST_ALTERED > '";
            assertThat(Driver.rows(connection, since + "2025-12-31T00:00:00Z'")).hasSize(1);
            assertThat(Driver.rows(connection, since + "2026-01-01 00:00:01 -0800'"))
                    .isEmpty();
        }
    }

    @Test
    void tagsNeedTheGrantOnSnowflake() throws SQLException {
        try (SnowflakeServer server = SnowflakeServer.builder()
                        .model(SnowflakeZoo.model())
                        .user("TRAWL", "secret", SnowflakeZoo.ROLE, "PUBLIC")
                        .start();
                Connection connection = Driver.connect(server)) {
            assertThat(Driver.rows(connection, TAGS, "ZOO", "TAGGED"))
                    .extracting(row -> row.get("DOMAIN") + " " + row.get("COLUMN_NAME") + " " + row.get("TAG_NAME"))
                    .containsExactly(
                            "TABLE null COST_CENTER",
                            "TABLE null Retention.Policy",
                            "COLUMN EMAIL PII",
                            "COLUMN EMAIL SEMANTIC_CATEGORY",
                            "COLUMN mixed Case PII");
            assertThat(Driver.rows(
                            connection,
                            "SELECT DISTINCT TAG_NAME, TAG_VALUE FROM SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES WHERE"
                                    + " OBJECT_DATABASE = ?",
                            "ZOO"))
                    .hasSize(7);
            assertThat(Driver.column(connection, "name", "SHOW DATABASES LIMIT 10000"))
                    .contains("SNOWFLAKE");
            Driver.rows(connection, "USE ROLE PUBLIC");
            fails(2003, "02000", () -> Driver.rows(connection, TAGS, "ZOO", "TAGGED"));
            assertThat(Driver.column(connection, "name", "SHOW DATABASES LIMIT 10000"))
                    .doesNotContain("SNOWFLAKE");
        }
    }

    @Test
    void anotherSchemaMayShowTheTags() throws SQLException {
        SnowflakeModel model = SnowflakeZoo.model()
                .accountUsageFor()
                .with(Database.of(
                        "GOVERNANCE",
                        Schema.builder("USAGE")
                                .tables(Table.builder("TAG_REFERENCES", TableKind.VIEW)
                                        .build())
                                .build()));
        try (SnowflakeServer server = SnowflakeServer.builder().model(model).start();
                Connection connection = Driver.connect(server)) {
            String copied = TAGS.replace("SNOWFLAKE.ACCOUNT_USAGE", "GOVERNANCE.USAGE");
            assertThat(Driver.rows(connection, copied, "ZOO", "TAGGED")).hasSize(5);
            fails(2003, "02000", () -> Driver.rows(connection, TAGS, "ZOO", "TAGGED"));
        }
    }

    @Test
    void whatTheRoleMayNotUseDoesNotExist() throws SQLException {
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            assertThat(Driver.column(connection, "name", "SHOW DATABASES LIMIT 10000"))
                    .doesNotContain(SnowflakeZoo.FORBIDDEN_DATABASE);
            assertThat(Driver.column(connection, "name", "SHOW SCHEMAS IN DATABASE \"ZOO\" LIMIT 10000"))
                    .doesNotContain(SnowflakeZoo.FORBIDDEN_SCHEMA);
            for (String place : List.of("\"ZOO\".\"FORBIDDEN\"", "\"ZOO\".\"no such\"", "\"NO\".\"S\"")) {
                fails(2043, "02000", () -> Driver.rows(connection, "SHOW TABLES IN SCHEMA " + place + " LIMIT 1"));
            }
            fails(
                    2003,
                    "02000",
                    () -> Driver.rows(connection, "SELECT TABLE_NAME FROM \"FORBIDDEN_DB\".INFORMATION_SCHEMA.TABLES"));
            fails(904, "42000", () -> Driver.rows(connection, "SELECT NO_SUCH FROM \"ZOO\".INFORMATION_SCHEMA.TABLES"));
        }
    }

    @Test
    void oneObjectThatIsGoneMakesGetDdlFail() throws SQLException {
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            assertThat(Driver.rows(
                            connection,
                            "SELECT GET_DDL('TABLE', '\"ZOO\".\"KEYS\".\"ORDERS\"', TRUE), GET_DDL('VIEW',"
                                    + " '\"ZOO\".\"KINDS\".\"PLAIN_VIEW\"', TRUE), GET_DDL('FUNCTION',"
                                    + " '\"ZOO\".\"ROUTINES\".\"AREA\"(FLOAT, FLOAT)', TRUE), GET_DDL('TABLE',"
                                    + " '\"ZOO\".\"KINDS\".\"DYNAMIC_TABLE\"', TRUE), GET_DDL('SEMANTIC_VIEW',"
                                    + " '\"ZOO\".\"KINDS\".\"REVENUE\"', TRUE)"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.values())
                            .hasSize(5)
                            .anyMatch(text -> text.startsWith("create or replace TABLE ZOO.KEYS.ORDERS ("))
                            .anyMatch(text -> text.contains("width * height"))
                            .anyMatch(text -> text.startsWith("create or replace dynamic table")));
            fails(
                    2003,
                    "02000",
                    () -> Driver.rows(
                            connection,
                            "SELECT GET_DDL('TABLE', '\"ZOO\".\"KEYS\".\"ORDERS\"', TRUE), GET_DDL('TABLE',"
                                    + " '\"ZOO\".\"KEYS\".\"gone\"', TRUE)"));
            fails(
                    3001,
                    "42501",
                    () -> Driver.rows(connection, "SELECT GET_DDL('VIEW', '\"ZOO\".\"KINDS\".\"SECURE_VIEW\"', TRUE)"));
            assertThat(server.warehouse("COMPUTE_WH").resumed()).isZero();
        }
    }
}
