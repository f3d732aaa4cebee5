package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Index.atIndex;

import io.trawl.testkit.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each shim answers Amazon's driver as Redshift does. */
class RedshiftZooTest {

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        RedshiftZoo.install(server, RedshiftServer.DATABASE);
    }

    private static List<String> ask(String sql) throws SQLException {
        return ask(Login.asAdministrator(), sql);
    }

    private static List<String> askAsVisitor(String sql) throws SQLException {
        return ask(Login.as(RedshiftZoo.VISITOR, RedshiftZoo.VISITOR_PASSWORD), sql);
    }

    private static List<String> ask(Login login, String sql) throws SQLException {
        try (Connection connection = login.to(server)) {
            return Query.rows(connection, sql);
        }
    }

    @Test
    void schemasWithoutTheShims() throws SQLException {
        assertThat(ask("SELECT nspname FROM pg_namespace"))
                .containsAll(RedshiftZoo.SCHEMAS)
                .containsAll(RedshiftZoo.HIDDEN_SCHEMAS)
                .doesNotContain("redshift", "redshift_setup");
        assertThat(
                        ask(
                                "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'"
                                        + " AND NOT has_schema_privilege('zoo_visitor', oid, 'USAGE') AND nspname <> 'catalog_history'"))
                .containsExactlyInAnyOrderElementsOf(RedshiftZoo.LOCKED_SCHEMAS);
    }

    @Test
    void databasesWithoutTheOneOfTests() throws SQLException {
        assertThat(ask("SELECT datname FROM pg_database"))
                .containsExactlyInAnyOrder("dev", "padb_harvest", "template0", "template1");
        assertThat(ask("SELECT database_name, database_type FROM svv_redshift_databases"))
                .containsExactly("dev|local");
    }

    @Test
    void typesAndEncodings() throws SQLException {
        assertThat(ask("SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname,"
                        + " format_encoding(a.attencodingtype::integer)"
                        + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid"
                        + " WHERE c.relname = 'types' AND a.attnum > 0 ORDER BY a.attnum"))
                .hasSize(27)
                .contains(
                        "c_smallint|smallint|int2|az64",
                        "c_char|character(1)|bpchar|none",
                        "c_varchar_max|character varying(65535)|varchar|lzo",
                        "c_timetz|time with time zone|timetz|none",
                        "c_interval_y2m|intervaly2m|intervaly2m|none",
                        "c_super|super|super|zstd",
                        "c_geography|geography|geography|none",
                        "c_varbyte_n|varbyte(16)|varbyte|none");
    }

    @Test
    void distribution() throws SQLException {
        assertThat(
                        ask(
                                "SELECT c.relname, c.reldiststyle, i.releffectivediststyle FROM pg_class c JOIN pg_class_info i ON i.reloid = c.oid"
                                        + " WHERE c.relname LIKE 'dist_%' OR c.relname IN ('left_to_redshift', 'plain_view') ORDER BY 1"))
                .containsExactly(
                        "dist_all|8|8",
                        "dist_auto_all|9|10",
                        "dist_auto_even|9|11",
                        "dist_auto_key|9|12",
                        "dist_even|0|0",
                        "dist_key|1|1",
                        "left_to_redshift|9|10",
                        "plain_view|0|null");
    }

    @Test
    void distributionAndSortKeysOfColumns() throws SQLException {
        assertThat(ask("SELECT c.relname, a.attname, a.attisdistkey, a.attsortkeyord FROM pg_class c"
                        + " JOIN pg_attribute a ON a.attrelid = c.oid AND (a.attisdistkey OR a.attsortkeyord <> 0)"
                        + " WHERE c.relname IN ('sort_compound', 'sort_interleaved', 'dist_auto_key', 'dropped_columns',"
                        + " 'dots.and \"quotes\"') ORDER BY c.relname, a.attnum"))
                .containsExactly(
                        "dist_auto_key|id|f|1",
                        "dist_auto_key|customer|t|0",
                        "dots.and \"quotes\"|a.b|t|2",
                        "dots.and \"quotes\"|say \"hi\"|f|1",
                        "dropped_columns|c|f|2",
                        "dropped_columns|d|t|1",
                        "sort_compound|a|f|2",
                        "sort_compound|b|t|3",
                        "sort_compound|c|f|1",
                        "sort_interleaved|a|f|3",
                        "sort_interleaved|b|f|-2",
                        "sort_interleaved|d|f|1");
    }

    @Test
    void defaultsAndIdentities() throws SQLException {
        List<String> printed = ask("SELECT a.attname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d"
                + " JOIN pg_class c ON c.oid = d.adrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum"
                + " WHERE c.relname = 'parent' ORDER BY a.attnum");
        assertThat(printed)
                .hasSize(5)
                .satisfies(
                        identity -> assertThat(identity).matches("id\\|\"identity\"\\(\\d+, 0, '1,1'::text\\)"),
                        atIndex(0))
                .satisfies(
                        identity -> assertThat(identity)
                                .matches("number\\|\"default_identity\"\\(\\d+, 1, '100,10'::text\\)"),
                        atIndex(1))
                .endsWith("a|7", "b|'it''s \"new\"'::character varying", "created|getdate()");
        assertThat(ask("SELECT a.attname, d.adsrc FROM pg_attrdef d"
                        + " JOIN pg_class c ON c.oid = d.adrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum"
                        + " WHERE c.relname = 'parent' ORDER BY a.attnum"))
                .isEqualTo(printed);
    }

    @Test
    void keysAlone() throws SQLException {
        assertThat(ask("SELECT k.contype, k.conkey, f.relname, k.confkey FROM pg_constraint k"
                        + " JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid"
                        + " WHERE c.relname IN ('parent', 'child') ORDER BY c.relname, k.contype, k.conname"))
                .containsExactly(
                        "f|{7,6}|child|{2,1}",
                        "f|{5,4}|parent|{4,5}",
                        "f|{3}|parent|{1}",
                        "p|{2,1}|null|null",
                        "p|{1}|null|null",
                        "u|{5,4}|null|null",
                        "u|{3}|null|null");
    }

    @Test
    void viewsOfEveryKindAreViews() throws SQLException {
        assertThat(
                        ask(
                                "SELECT c.relname, c.relkind, c.relnatts, pg_get_viewdef(c.oid) FROM pg_class c"
                                        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                                        + " WHERE n.nspname = 'zoo' AND (c.relname LIKE '%view%' OR c.relname LIKE '%join%') ORDER BY 1"))
                .satisfiesExactly(
                        broken -> assertThat(broken)
                                .isEqualTo(
                                        "broken_view|v|0|CREATE VIEW zoo.broken_view AS SELECT * FROM zoo.was_dropped"
                                                + " WITH NO SCHEMA BINDING;"),
                        late -> assertThat(late).startsWith("late_view|v|0|create view zoo.late_view as\nselect id, "),
                        spectrum -> assertThat(spectrum).startsWith("late_view_of_spectrum|v|0|CREATE VIEW zoo."),
                        kept -> assertThat(kept).startsWith("mv_tbl__stored_join__0|r|4|"),
                        kept -> assertThat(kept).startsWith("mv_tbl__stored_view__0|r|3|"),
                        plain -> assertThat(plain)
                                .startsWith("plain_view|v|3| SELECT p.id,")
                                .contains("JOIN zoo.child c"),
                        join -> assertThat(join)
                                .startsWith("stored_join|v|3|create materialized view zoo.stored_join distkey"),
                        stored -> assertThat(stored)
                                .startsWith(
                                        "stored_view|v|3|CREATE MATERIALIZED VIEW zoo.stored_view AUTO REFRESH YES AS "));
    }

    @Test
    void columnsOfLateBindingViews() throws SQLException {
        assertThat(ask("SELECT * FROM pg_get_late_binding_view_cols()"
                        + " cols(view_schema name, view_name name, col_name name, col_type varchar, col_num int)"))
                .containsExactlyInAnyOrder(
                        "zoo|late_view|id|bigint|1",
                        "zoo|late_view|the code|character varying(8)|2",
                        "zoo|late_view|created|timestamp without time zone|3",
                        "zoo|late_view_of_spectrum|eventid|bigint|1",
                        "zoo|late_view_of_spectrum|price|numeric(8,2)|2",
                        "zoo|late_view_of_spectrum|payload|super|3",
                        "zoo.annex ünïcode|odd.late \"view|a.b|integer|1");
        assertThatThrownBy(() -> ask("SELECT * FROM pg_get_late_binding_view_cols()"))
                .hasMessageContaining("column definition list");
    }

    @Test
    void materializedViewsOfTheUser() throws SQLException {
        String names = "SELECT schema_name, name FROM svv_mv_info";
        assertThat(ask(names)).hasSize(4).allSatisfy(row -> assertThat(row).hasSize(128 + 1 + 128));
        assertThat(askAsVisitor(names)).isEmpty();
    }

    @Test
    void tableInfoLacksEmptyTablesAndPadsNames() throws SQLException {
        List<String> rows =
                ask("SELECT trim(\"table\"), diststyle, sortkey1, sortkey_num, tbl_rows FROM svv_table_info");
        assertThat(rows)
                .contains(
                        "dist_even|EVEN|AUTO(SORTKEY)|0|10",
                        "dist_auto_key|AUTO(KEY(customer))|AUTO(SORTKEY(id))|1|10",
                        "sort_compound|KEY(b)|c|3|10",
                        "sort_interleaved|EVEN|INTERLEAVED|3|10",
                        "mv_tbl__stored_view__0|EVEN|a|1|2")
                .noneMatch(row -> row.startsWith("empty_table"));
        assertThat(ask("SELECT \"table\" FROM svv_table_info WHERE \"table\" LIKE 'types'"))
                .isEmpty();
        assertThat(ask("SELECT \"table\" FROM svv_table_info WHERE \"table\" = 'types'"))
                .hasSize(1);
        assertThatThrownBy(() -> askAsVisitor("SELECT table_id FROM svv_table_info"))
                .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                        .isEqualTo("42501"));
    }

    @Test
    void externalTablesThatTheUserMaySee() throws SQLException {
        String schemas = "SELECT schemaname, eskind, databasename FROM svv_external_schemas";
        assertThat(ask(schemas))
                .containsExactlyInAnyOrder("spectrum|1|lake", "spectrum_empty|2|hive", "spectrum_locked|1|vault");
        assertThat(askAsVisitor(schemas)).containsExactlyInAnyOrder("spectrum|1|lake", "spectrum_empty|2|hive");
        String tables =
                "SELECT schemaname, tablename, location FROM svv_external_tables WHERE redshift_database_name = 'dev'";
        assertThat(ask(tables))
                .contains("spectrum_locked|secrets|s3://vault/secrets/")
                .hasSize(3);
        assertThat(askAsVisitor(tables))
                .containsExactlyInAnyOrder("spectrum|events|s3://lake/events/", "spectrum|plain text|s3://lake/csv");
        assertThat(askAsVisitor(
                        "SELECT columnname, external_type, columnnum, part_key, is_nullable FROM svv_external_columns"
                                + " WHERE tablename = 'events' ORDER BY columnnum"))
                .hasSize(18)
                .startsWith("eventid|bigint|1|0|")
                .endsWith("saledate|date|17|2|", "region|varchar(10)|18|1|");
        assertThat(ask("SELECT relname FROM pg_class WHERE relname = 'events'")).isEmpty();
    }

    @Test
    void longNames() throws SQLException {
        assertThat(ask("SELECT c.relname || '|' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
                        + " WHERE c.relname LIKE 'a_name_of_%' AND a.attnum = 1"))
                .containsExactly("a_name_of_" + "x".repeat(107) + "_127_bytes" + "|" + "é".repeat(63) + "1");
    }

    @Test
    void routines() throws SQLException {
        assertThat(ask(
                        "SELECT p.proname, p.prokind, l.lanname, oidvectortypes(p.proargtypes), p.proargmodes FROM pg_proc_info p"
                                + " JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang"
                                + " WHERE n.nspname = 'zoo' ORDER BY 1, 4"))
                .containsExactly(
                        "f_lambda|f|exfunc|integer, integer|null",
                        "f_py_greater|f|plpythonu|double precision, double precision|null",
                        "f_sql_greater|f|sql|double precision, double precision|null",
                        "f_super|f|sql|super|null",
                        "feed|p|plpgsql|integer, character varying|{b,i}",
                        "only_out|p|plpgsql||{o,o}",
                        "overloaded|p|plpgsql||null",
                        "overloaded|p|plpgsql|character varying, numeric|null",
                        "overloaded|p|plpgsql|integer|null");
        assertThat(ask("SELECT p.proname FROM pg_proc p WHERE p.proname IN ('format_encoding', 'late_binding')"))
                .isEmpty();
    }

    @Test
    void ownersAndUsers() throws SQLException {
        assertThat(ask(
                        "SELECT DISTINCT pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname IN ('zoo', 'pg_catalog')"))
                .containsExactlyInAnyOrder("rdsdb", "awsuser", "zoo_keeper");
        assertThat(ask("SELECT usename, usesuper FROM pg_user"))
                .containsExactlyInAnyOrder("rdsdb|t", "awsuser|t", "zoo_visitor|f");
    }

    @Test
    void onlyTablesAndViewsAreRelations() throws SQLException {
        assertThat(ask("SELECT DISTINCT relkind FROM pg_class")).containsExactlyInAnyOrder("r", "v");
        assertThat(ask("SELECT relname FROM pg_class WHERE relname IN ('svv_table_info', 'pg_class_info', 'relation')"))
                .isEmpty();
    }
}
