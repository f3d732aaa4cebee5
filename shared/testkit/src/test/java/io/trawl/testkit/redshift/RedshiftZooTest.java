package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each shim answers the driver as Redshift does. */
class RedshiftZooTest {

    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        RedshiftZoo.install(server, RedshiftServer.DATABASE);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> ask(String sql) throws SQLException {
        return ask(RedshiftServer.USERNAME, RedshiftServer.PASSWORD, sql);
    }

    /** Rows, their columns joined by a bar. */
    private static List<String> ask(String user, String password, String sql) throws SQLException {
        try (Connection connection = Login.as(user, password).to(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", columns));
            }
            return found;
        }
    }

    @Test
    void schemas() throws SQLException {
        assertThat(ask("SELECT nspname FROM pg_namespace"))
                .containsAll(RedshiftZoo.SCHEMAS)
                .containsAll(RedshiftZoo.HIDDEN_SCHEMAS)
                .doesNotContain("redshift", "redshift_setup");
    }

    @Test
    void typesAndEncodings() throws SQLException {
        assertThat(ask(
                        "SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname, format_encoding(a.attencodingtype::integer)"
                                + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid"
                                + " WHERE c.relname = 'types' AND a.attnum > 0 ORDER BY a.attnum"))
                .contains(
                        "c_smallint|smallint|int2|az64",
                        "c_char|character(1)|bpchar|none",
                        "c_varchar_max|character varying(65535)|varchar|lzo",
                        "c_timetz|time with time zone|timetz|none",
                        "c_interval_y2m|intervaly2m|intervaly2m|none",
                        "c_super|super|super|zstd",
                        "c_geography|geography|geography|none",
                        "c_varbyte_n|varbyte(16)|varbyte|none")
                .hasSize(27);
    }
}
