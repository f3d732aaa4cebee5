package io.trawl.testkit.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.Query;
import io.trawl.testkit.StatementLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amazon's driver and the imitation of a cluster: logins, sessions, and what is refused. */
class RedshiftServerTest {

    @AutoClose
    private static RedshiftServer server;

    @BeforeAll
    static void start() {
        server = RedshiftServer.start();
    }

    private static void assertRefused(String sqlState, String message, Login login) {
        assertThatThrownBy(() -> login.to(server)).isInstanceOfSatisfying(SQLException.class, refused -> {
            assertThat(refused.getSQLState()).isEqualTo(sqlState);
            assertThat(refused.getMessage()).isEqualTo("FATAL: " + message);
        });
    }

    private static void assertRefused(String sqlState, Connection connection, String sql) {
        assertThatThrownBy(() -> Query.value(connection, sql))
                .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                        .as("%s: %s", sql, refused.getMessage())
                        .isEqualTo(sqlState));
    }

    @Test
    void theDriverTakesItForRedshift() throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server)) {
            assertThat(Query.value(connection, "SELECT version()"))
                    .startsWith("PostgreSQL 8.0.2 on ")
                    .contains("Redshift 1.0.");
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("8.0.2");
            assertThat(connection.isValid(10)).isTrue();
            assertThat(server.clients()
                            .startups()
                            .get(server.clients().startups().size() - 1))
                    .containsKeys("driver_version", "os_version", "client_protocol_version");
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownUserLookAlike() {
        assertRefused(
                "28000",
                "password authentication failed for user \"awsuser\"",
                Login.as(RedshiftServer.USERNAME, "wrong"));
        assertRefused("28000", "password authentication failed for user \"nobody\"", Login.as("nobody", "any"));
        assertRefused("28000", "password authentication failed for user \"postgres\"", Login.as("postgres", ""));
    }

    @Test
    void anUnknownDatabase() {
        for (String database : new String[] {"no_such_one", "postgres"}) {
            assertThatThrownBy(() -> Login.asAdministrator().to(server, database))
                    .isInstanceOfSatisfying(SQLException.class, refused -> {
                        assertThat(refused.getSQLState()).isEqualTo("3D000");
                        assertThat(refused.getMessage())
                                .isEqualTo("FATAL: database \"" + database + "\" does not exist");
                    });
        }
    }

    @Test
    void aParameterThatRedshiftDoesNotKnow() {
        assertRefused(
                "42704",
                "unrecognized configuration parameter \"work_mem\"",
                Login.asAdministrator().with("options", "-c work_mem=5MB"));
    }

    @Test
    void everyDatabaseHasRedshiftsCatalogs() throws SQLException {
        server.createDatabase("second");
        try (Connection connection = Login.asAdministrator().to(server, "second")) {
            assertThat(Query.value(connection, "SELECT count(*) FROM svv_external_schemas"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aSessionAsTrawlSetsItUp() throws SQLException {
        StatementLog log = server.statements();
        StatementLog.Mark before = log.mark();
        try (Connection connection = Login.asAdministrator()
                .with("ApplicationName", "an application")
                .with("queryGroup", "trawl")
                .with("readOnly", "true")
                .to(server)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET statement_timeout TO 300000");
                statement.execute("SET search_path TO pg_catalog");
            }
            assertThat(Query.value(connection, "SHOW query_group")).isEqualTo("trawl");
            assertThat(Query.value(connection, "SHOW statement_timeout")).isEqualTo("300000");
            assertThat(Query.value(connection, "SELECT current_setting('statement_timeout')"))
                    .isEqualTo("300000");
            assertThat(Query.value(connection, "SHOW search_path")).isEqualTo("pg_catalog");
            assertThat(Query.value(connection, "SELECT count(*) FROM pg_class_info WHERE relname = 'pg_class_info'"))
                    .isEqualTo("0");
            assertRefused("25006", connection, "CREATE TABLE public.t (id integer)");
            connection.setAutoCommit(false);
            assertThat(Query.value(connection, "SELECT 1")).isEqualTo("1");
            connection.rollback();
        }
        assertThat(log.since(before).statements("trawl"))
                .contains("SET statement_timeout TO 300000", "SELECT current_setting('statement_timeout')", "ROLLBACK");
        assertThat(log.since(before).connections("trawl")).isOne();
    }

    @Test
    void theStatementTimeout() throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server);
                Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout TO 200");
            assertRefused(
                    "57014",
                    connection,
                    "SELECT count(*) FROM pg_attribute a, pg_attribute b, pg_attribute c, pg_attribute d");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "42601|SELECT count(*) FILTER (WHERE relkind = 'r') FROM pg_class",
                "42601|SELECT x.n FROM pg_class c, LATERAL (SELECT c.relname AS n) x",
                "42601|SELECT * FROM array_upper('{1}', 1) WITH ORDINALITY",
                "42601|SELECT ARRAY(SELECT 1)",
                "42601|SELECT * FROM (VALUES (1)) v",
                "42601|DO 'BEGIN END'",
                "0A000|SELECT DISTINCT ON (relkind) relname FROM pg_class",
                "0A000|WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n",
                "0A000|SELECT generate_series(1, 3)",
                "0A000|SELECT trim(t.\"table\"), c.relkind FROM svv_table_info t JOIN pg_class c ON c.oid = t.table_id",
                "0A000|SELECT name FROM svv_mv_info WHERE pg_get_userbyid(1) = user_name",
                "0A000|SELECT tablename FROM svv_external_tables WHERE redshift_database_name = current_database()",
                "42846|SELECT relname::text::regclass FROM pg_class",
                "42883|SELECT unnest(conkey) FROM pg_constraint",
                "42883|SELECT string_agg(relname, ',') FROM pg_class",
                "42883|SELECT array_agg(relname) FROM pg_class",
                "42883|SELECT json_build_object('a', 1)",
                "42883|SELECT array_position(conkey, 1) FROM pg_constraint",
                "42883|SELECT pg_get_functiondef(1)",
                "42883|SELECT pg_sleep(1)",
                "42P01|SELECT matviewname FROM pg_matviews",
                "42P01|SELECT rolname FROM pg_roles",
                "42P01|SELECT table_id FROM svv_no_such_view",
                "42703|SELECT relispartition FROM pg_class",
                "42703|SELECT attidentity FROM pg_attribute",
                "22023|SELECT has_database_privilege('dev', 'CONNECT')",
                "42704|SET lock_timeout TO 1000",
                "42704|SHOW work_mem",
            })
    void whatAYoungerPostgresWouldRun(String sqlState, String sql) throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server)) {
            assertRefused(sqlState, connection, sql);
            // The same in a transaction, which ends with it.
            connection.setAutoCommit(false);
            assertThat(Query.value(connection, "SELECT 1")).isEqualTo("1");
            assertRefused(sqlState, connection, sql);
            assertRefused("25P02", connection, "SELECT 1");
            connection.rollback();
            assertThat(Query.value(connection, "SELECT 1")).isEqualTo("1");
        }
        try (Connection connection =
                Login.asAdministrator().with("preferQueryMode", "simple").to(server)) {
            assertRefused(sqlState, connection, sql);
            assertThat(Query.value(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'FILTER (WHERE unnest(pg_matviews))' AS \"LATERAL\" -- array_agg(",
                "SELECT 'pg_class'::regclass",
                "SELECT 1 WHERE 1 = ANY (ARRAY[1, 2])",
                "SELECT schemaname FROM svv_external_schemas WHERE schemaname <> current_database()::text"
                        + " UNION ALL SELECT 'x'",
                "SELECT count(*) FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid"
                        + " AND a.attnum = ANY (k.conkey)",
                "SELECT has_schema_privilege('public', 'USAGE')",
            })
    void whatRedshiftRuns(String sql) throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server)) {
            assertThat(Query.value(connection, sql)).isNotEqualTo("null");
        }
    }

    @Test
    void arraysAreNotBound() throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server);
                PreparedStatement any =
                        connection.prepareStatement("SELECT relname FROM pg_class WHERE relkind::text = ANY (?)");
                PreparedStatement text = connection.prepareStatement("SELECT array_to_string(?, ',')")) {
            any.setArray(1, connection.createArrayOf("varchar", new String[] {"r"}));
            assertThatThrownBy(any::executeQuery)
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("XX000"));
            text.setArray(1, connection.createArrayOf("varchar", new String[] {"r"}));
            assertThatThrownBy(text::executeQuery)
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("XX000"));
        }
    }

    @Test
    void statementsPreparedByName() throws SQLException {
        try (Connection connection = Login.asAdministrator().to(server);
                PreparedStatement prepared = connection.prepareStatement(
                        "SELECT count(*) FROM pg_class WHERE relname = ? AND relkind = 'r'")) {
            for (int i = 0; i < 12; i++) { // from the sixth time on the driver names it
                prepared.setString(1, "pg_type");
                try (ResultSet row = prepared.executeQuery()) {
                    row.next();
                    assertThat(row.getInt(1)).isOne();
                }
            }
        }
    }

    @Test
    void aPermissionThatIsMissing() throws SQLException {
        server.createUser("plain_user", "Plain-3-user");
        server.execute("dev", "CREATE SCHEMA guarded; CREATE TABLE guarded.t (id integer)");
        try (Connection connection = Login.as("plain_user", "Plain-3-user").to(server)) {
            assertRefused("42501", connection, "SELECT id FROM guarded.t");
            assertRefused("42501", connection, "SELECT table_id FROM svv_table_info");
            assertThat(Query.value(connection, "SELECT count(*) FROM pg_class WHERE relname = 't'"))
                    .isEqualTo("1");
        }
    }
}
