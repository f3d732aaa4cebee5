package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What lies elsewhere, in datashares and external schemas, and what late-binding views read. */
class RedshiftElsewhereTest {

    private static final String LATE =
            "SELECT view_name, col_name FROM pg_get_late_binding_view_cols() cols(view_schema name, view_name name,"
                    + " col_name name, col_type varchar, col_num int) WHERE view_schema = 'zoo' ORDER BY 1, col_num";

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
        RedshiftZoo.install(server, RedshiftServer.DATABASE);
    }

    private static List<String> describe(Connection connection, String view) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + view)) {
            ResultSetMetaData columns = statement.getMetaData();
            List<String> found = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                found.add(
                        columns.getColumnName(i) + "|" + columns.getColumnTypeName(i) + "|" + columns.getPrecision(i));
            }
            return found;
        }
    }

    private static void assertFails(String sqlState, String message, Work work) {
        assertThatThrownBy(work::run).isInstanceOfSatisfying(SQLException.class, failure -> {
            assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(sqlState);
            assertThat(failure.getMessage()).contains(message);
        });
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    @Test
    void aReadOnlySessionCannotLookAtExternalTables() throws SQLException {
        String readOnly = "Failed to incorporate external table \"spectrum\".\"events\" into local catalog."
                + " Error=transaction is read-only";
        try (Connection connection =
                Login.asAdministrator().with("readOnly", "true").to(server)) {
            assertFails("XX000", readOnly, () -> Query.rows(connection, LATE));
            assertFails("XX000", readOnly, () -> describe(connection, "\"zoo\".\"late_view_of_spectrum\""));
            assertThat(Query.rows(
                            connection, "SELECT tablename FROM svv_external_tables WHERE schemaname = 'spectrum'"))
                    .hasSize(2);
            connection.setAutoCommit(false);
            assertFails("XX000", readOnly, () -> Query.rows(connection, LATE));
            connection.rollback();
            connection.setAutoCommit(true);
            assertFails("XX000", readOnly, () -> Query.rows(connection, LATE));

            connection.setReadOnly(false);
            assertThat(Query.rows(connection, LATE))
                    .contains("late_view_of_spectrum|eventid", "late_view|id")
                    .noneMatch(row -> row.startsWith("broken_view"));
            assertThat(describe(connection, "\"zoo\".\"late_view_of_spectrum\""))
                    .containsExactly("eventid|int8|19", "price|numeric|8", "payload|super|2147483647");
        }
    }

    @Test
    void whatALateBindingViewReadsMayBeGone() throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server)) {
            assertFails(
                    "42P01",
                    "relation \"zoo.was_dropped\" does not exist",
                    () -> describe(connection, "\"zoo\".\"broken_view\""));
            assertThat(describe(connection, "\"zoo\".\"late_view\""))
                    .containsExactly("id|int8|19", "the code|varchar|8", "created|timestamp|29");
        }
    }

    @Test
    void aLockHoldsUpWhatLooksAtTheView() throws SQLException {
        try (Connection locking = server.connect(RedshiftServer.DATABASE);
                Connection connection = Login.asAdministrator().to(server)) {
            locking.setAutoCommit(false);
            locking.createStatement().execute("LOCK TABLE zoo.parent IN ACCESS EXCLUSIVE MODE");
            connection.createStatement().execute("SET statement_timeout TO 300");
            for (Work work : List.<Work>of(
                    () -> Query.rows(connection, LATE),
                    () -> describe(connection, "\"zoo\".\"late_view\""),
                    () -> Query.rows(
                            connection,
                            "SELECT pg_get_viewdef(oid) FROM pg_class WHERE relname = 'plain_view' AND relkind = 'v'"))) {
                assertFails("57014", "", work);
            }
            assertThat(Query.rows(connection, "SELECT relname FROM pg_class WHERE relname = 'parent'"))
                    .hasSize(1);
            locking.rollback();
            assertThat(describe(connection, "\"zoo\".\"late_view\"")).hasSize(3);
        }
    }

    @Test
    void oneBrokenExternalSchemaFailsWhoeverAsksForIt() throws SQLException {
        server.createDatabase("lakes");
        server.execute("lakes", """
                SELECT external_schema('good', 1, 'lake', '{}'), external_schema('bad', 1, 'gone', '{}');
                SELECT external_table('good', 't', 's3://t'), external_table('bad', 't', 's3://t'),
                    external_column('good', 't', 'c', 'int'), external_column('bad', 't', 'c', 'int');
                SELECT broken_external_schema('bad', 'XX000', 'the role is not there');
                """);
        try (Connection connection = Login.asAdministrator().to(server, "lakes")) {
            for (String view : List.of("svv_external_tables", "svv_external_columns")) {
                String all = "SELECT tablename FROM " + view + " WHERE schemaname IN ('good', 'bad')";
                assertFails("XX000", "the role is not there", () -> Query.rows(connection, all));
                assertThat(Query.rows(connection, "SELECT tablename FROM " + view + " WHERE schemaname IN ('good')"))
                        .containsExactly("t");
            }
            assertThat(Query.rows(connection, "SELECT schemaname FROM svv_external_schemas"))
                    .hasSize(2);
        }
    }

    @Test
    void aDatabaseOfADatashare() throws SQLException {
        String contents = """
                SELECT shared_schema('%1$s', 'public'), shared_table('%1$s', 'public', 'sales', 'TABLE', 'sold'),
                    shared_column('%1$s', 'public', 'sales', 'id', 'integer', NULL, 32, 0, 'NO');
                """;
        server.shareDatabase("open_share", true, contents.formatted("open_share"));
        server.shareDatabase("closed_share", false, contents.formatted("closed_share"));
        try (Connection connection = Login.asAdministrator().to(server)) {
            assertThat(Query.rows(connection, "SELECT database_name, database_type FROM svv_redshift_databases"))
                    .contains("dev|local", "open_share|shared", "closed_share|shared");
            assertThat(Query.rows(connection, "SELECT datname FROM pg_database"))
                    .contains("open_share", "closed_share");
            for (String database : List.of("open_share", "closed_share")) {
                String here = " WHERE database_name = '" + database + "'";
                assertThat(Query.rows(connection, "SELECT schema_name, schema_type FROM svv_all_schemas" + here))
                        .containsExactly("public|shared");
                assertThat(Query.rows(connection, "SELECT table_name, table_type, remarks FROM svv_all_tables" + here))
                        .containsExactly("sales|TABLE|sold");
                assertThat(Query.rows(
                                connection, "SELECT column_name, data_type, is_nullable FROM svv_all_columns" + here))
                        .containsExactly("id|integer|NO");
            }
            assertThat(Query.rows(connection, "SELECT table_name FROM svv_all_tables WHERE database_name = 'dev'"))
                    .contains("parent", "plain_view", "events");
        }
        assertThatThrownBy(() -> Login.asAdministrator().to(server, "closed_share"))
                .hasMessageStartingWith("FATAL: Cannot connect to shared database \"closed_share\"");
        try (Connection connection = Login.asAdministrator().to(server, "open_share")) {
            for (String catalog : List.of("pg_class", "pg_namespace", "pg_database")) {
                assertThat(Query.rows(connection, "SELECT * FROM " + catalog))
                        .as(catalog)
                        .isEmpty();
            }
            assertThat(Query.rows(connection, "SELECT database_name, schema_name FROM svv_all_schemas"))
                    .containsExactly("open_share|public");
        }
    }

    @Test
    void aDatabaseWithALimitOfConnections() throws SQLException {
        server.createDatabase("limited");
        server.execute("ALTER DATABASE limited CONNECTION LIMIT 0");
        try (Connection connection = Login.asAdministrator().to(server)) {
            assertThat(Query.rows(connection, "SELECT datname, datconnlimit FROM pg_database_info"))
                    .contains("limited|0", "dev|UNLIMITED");
        }
        assertFails("53300", "too many connections for database \"limited\"", () -> Login.as(
                        RedshiftZoo.VISITOR, RedshiftZoo.VISITOR_PASSWORD)
                .to(server, "limited")
                .close());
    }

    @Test
    void capitalsCountOnlyIfTheSessionSaysSo() throws SQLException {
        server.execute("CREATE TABLE public.\"Mixed\" (\"Case\" integer)");
        try (Connection connection = Login.asAdministrator().to(server);
                Statement statement = connection.createStatement()) {
            assertFails("42P01", "relation \"public.mixed\"", () -> describe(connection, "public.\"Mixed\""));
            statement.execute("SET enable_case_sensitive_identifier TO true");
            assertThat(describe(connection, "public.\"Mixed\"")).containsExactly("Case|int4|10");
            assertThat(Query.rows(connection, "SELECT 'A \"Case\"' AS \"Label\""))
                    .containsExactly("A \"Case\"");
        }
    }

    @Test
    void aUserMayHaveSettings() throws SQLException {
        server.createUser("peculiar", "Peculiar-1-user");
        server.execute("CREATE TABLE public.\"Peculiar\" (c integer)");
        server.alterUser("peculiar", "search_path", "zoo");
        server.alterUser("peculiar", "statement_timeout", "77");
        server.alterUser("peculiar", "enable_case_sensitive_identifier", "true");
        server.alterUser("peculiar", "describe_field_name_in_uppercase", "on");
        try (Connection connection = Login.as("peculiar", "Peculiar-1-user").to(server);
                Statement statement = connection.createStatement()) {
            assertThat(Query.rows(connection, "SHOW search_path")).containsExactly("zoo");
            assertThat(Query.rows(connection, "SHOW statement_timeout")).containsExactly("77");
            assertThat(describe(connection, "public.\"Peculiar\"")).containsExactly("C|int4|10");
            statement.execute("SET describe_field_name_in_uppercase TO off");
            assertThat(describe(connection, "public.\"Peculiar\"")).containsExactly("c|int4|10");
        }
    }

    @Test
    void whatWasSentAndHow() throws SQLException {
        try (Connection connection =
                Login.asAdministrator().with("readOnly", "true").to(server)) {
            for (int i = 0; i < 9; i++) { // from some time on the driver names BEGIN and COMMIT
                connection.setAutoCommit(false);
                Query.rows(connection, "SELECT 'in a transaction " + i + "'");
                connection.commit();
                connection.setAutoCommit(true);
                Query.rows(connection, "SELECT 'alone' AS alone_" + i);
            }
            connection.setReadOnly(false);
            Query.rows(connection, "SELECT 'not read-only' AS writable");
        }
        assertThat(server.sent())
                .filteredOn(sent -> sent.sql().equals("SELECT ''"))
                .hasSize(9)
                .allMatch(SentStatement::readOnly);
        assertThat(server.sent())
                .filteredOn(sent -> sent.sql().contains("alone_"))
                .hasSize(9)
                .allMatch(SentStatement::readOnly);
        assertThat(server.sent()).contains(new SentStatement("SELECT '' AS writable", false));
    }
}
