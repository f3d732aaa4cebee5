package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.testkit.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many tables have keys of Redshift, and are read by index as PostgreSQL's catalogs are. */
class RedshiftWarehouseTest {

    private static final int TABLES = 600;

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        RedshiftWarehouse.fill(server, "warehouse", TABLES, 10, 3);
    }

    private static List<String> ask(String sql) throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server, "warehouse")) {
            return Query.rows(connection, sql);
        }
    }

    private static List<String> oids() throws SQLException {
        return ask("SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname LIKE 'plain%' ORDER BY c.oid");
    }

    @Test
    void eachTableHasItsKeys() throws SQLException {
        assertThat(oids()).hasSize(TABLES);
        assertThat(ask("SELECT DISTINCT attname || ' ' || attisdistkey || ' ' || attsortkeyord || ' '"
                        + " || format_encoding(attencodingtype::integer) FROM pg_attribute"
                        + " WHERE attisdistkey OR attsortkeyord <> 0"))
                .containsExactlyInAnyOrder("id true 2 az64", "created_at false 1 az64");
        assertThat(ask("SELECT DISTINCT diststyle FROM svv_table_info")).containsExactly("KEY(id)");
    }

    @Test
    void aBatchIsReadByIndex() throws SQLException {
        String batch = String.join(", ", oids().subList(100, 150));
        for (String sql : List.of(
                "SELECT c.relname, c.reldiststyle FROM pg_class c WHERE c.oid IN (%s)",
                "SELECT i.relname, i.releffectivediststyle FROM pg_class_info i WHERE i.reloid IN (%s)",
                "SELECT a.attname, a.attsortkeyord, pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a"
                        + " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                        + " WHERE a.attrelid IN (%s) AND a.attnum > 0",
                "SELECT k.conkey FROM pg_constraint k WHERE k.conrelid IN (%s)",
                "SELECT p.proname FROM pg_proc_info p WHERE p.prooid IN (%s)")) {
            assertThat(ask("EXPLAIN " + sql.formatted(batch)))
                    .noneMatch(line -> line.contains("Seq Scan"))
                    .anyMatch(line -> line.contains("Index Cond: ("));
        }
    }
}
