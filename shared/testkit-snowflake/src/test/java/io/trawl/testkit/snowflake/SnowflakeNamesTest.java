package io.trawl.testkit.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.zoo.SnowflakeZoo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnowflakeNamesTest {

    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String literal(String name) {
        return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    @Test
    void strangeNamesArePagedOneByOneAndAskedForByBind() throws SQLException {
        Schema schema = SnowflakeZoo.model()
                .schema(SnowflakeZoo.DATABASE, SnowflakeZoo.STRANGE_SCHEMA)
                .orElseThrow();
        List<String> expected = schema.tables().stream().map(Table::name).toList();
        String in = quoted(SnowflakeZoo.DATABASE) + "." + quoted(SnowflakeZoo.STRANGE_SCHEMA);
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            List<String> names =
                    new ArrayList<>(Driver.column(connection, "name", "SHOW TABLES IN SCHEMA " + in + " LIMIT 1"));
            List<String> page;
            do {
                String from = literal(names.get(names.size() - 1));
                page = Driver.column(connection, "name", "SHOW TABLES IN SCHEMA " + in + " LIMIT 1 FROM " + from);
                names.addAll(page);
            } while (!page.isEmpty());
            assertThat(names).isEqualTo(expected);
            for (String name : expected) {
                assertThat(Driver.column(
                                connection,
                                "COLUMN_NAME",
                                "SELECT COLUMN_NAME FROM \"ZOO\".INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND"
                                        + " TABLE_NAME = ? ORDER BY ORDINAL_POSITION",
                                SnowflakeZoo.STRANGE_SCHEMA,
                                name))
                        .containsExactly("id", "ID", "of \"" + name + "\"");
                String object = literal(in + "." + quoted(name));
                assertThat(Driver.column(connection, "D", "SELECT GET_DDL('TABLE', " + object + ", TRUE) AS D"))
                        .singleElement()
                        .asString()
                        .contains("COMMENT=" + literal("named " + name));
            }
        }
    }

    @Test
    void anAccountMayIgnoreTheCaseOfQuotedNames() throws SQLException {
        String show = "SHOW TABLES IN SCHEMA \"ZOO\".\"a_b\" LIMIT 10";
        try (SnowflakeServer server = SnowflakeServer.builder()
                        .model(SnowflakeZoo.model())
                        .parameter("QUOTED_IDENTIFIERS_IGNORE_CASE", "true")
                        .start();
                Connection connection = Driver.connect(server)) {
            assertThat(Driver.column(connection, "comment", show)).containsExactly("of A_B");
            Driver.rows(connection, "ALTER SESSION SET QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE");
            assertThat(Driver.column(connection, "comment", show)).containsExactly("of a_b");
        }
    }

    @Test
    void caseAndWildcardsAreNotConfused() throws SQLException {
        try (SnowflakeServer server =
                        SnowflakeServer.builder().model(SnowflakeZoo.model()).start();
                Connection connection = Driver.connect(server)) {
            for (String name : List.of("A_B", "AXB", "A%B", "a_b")) {
                assertThat(Driver.column(
                                connection, "comment", "SHOW TABLES IN SCHEMA \"ZOO\"." + quoted(name) + " LIMIT 10"))
                        .containsExactly("of " + name);
            }
            String strange = quoted(SnowflakeZoo.STRANGE_DATABASE);
            assertThat(Driver.column(connection, "name", "SHOW SCHEMAS IN DATABASE " + strange + " LIMIT 10"))
                    .containsExactly("INFORMATION_SCHEMA", "PUBLIC", "public");
            assertThat(Driver.column(
                            connection, "comment", "SHOW TABLES IN SCHEMA " + strange + ".\"public\" LIMIT 10"))
                    .containsExactly("of public");
            assertThat(Driver.column(connection, "comment", "SHOW TABLES IN SCHEMA " + strange + ".public LIMIT 10"))
                    .as("a name without quotes is in upper case")
                    .containsExactly("of PUBLIC");
        }
    }
}
