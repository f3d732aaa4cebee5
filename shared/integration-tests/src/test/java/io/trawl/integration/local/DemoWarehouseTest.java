package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.Fqn;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's warehouse, ingested into a file and held against what PostgreSQL says of it by other ways. */
class DemoWarehouseTest {

    @TempDir
    static Path folder;

    @AutoClose
    private static EmbeddedDatabase server;

    private static SampleWarehouse.Contents contents;
    private static Report report;
    private static Map<String, JsonNode> tables;
    private static Map<String, JsonNode> procedures;

    @BeforeAll
    static void ingest() {
        server = EmbeddedDatabase.start();
        contents = SampleWarehouse.demo(2_000, SampleWarehouse.SEED).fill(server, EmbeddedDatabase.DATABASE);
        LocalRun run = new LocalRun(folder, server, EmbeddedDatabase.DATABASE).execution("parallelism: 10");
        report = run.execute();
        tables = run.requests("table");
        procedures = run.requests("storedProcedure");
    }

    @Test
    void everyEntityIsThereOnce() throws SQLException {
        List<String> routines = new ArrayList<>();
        query("""
                  SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prokind IN ('f', 'p')
                    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')\
                  """, row -> routines.add(row.getString(1)));

        assertThat(report.state()).isEqualTo(State.SUCCESS);
        assertThat(report.failures()).isEmpty();
        assertThat(tables).hasSize(2_000).hasSize(contents.tableEntities());
        assertThat(procedures).hasSameSizeAs(routines);
        assertThat(report.entities().ingested()).isEqualTo(2_000 + routines.size());
    }

    @Test
    void namesAndColumnsAreThoseOfTheInformationSchema() throws SQLException {
        Map<String, List<String>> expected = new TreeMap<>();
        query("""
                SELECT t.table_schema, t.table_name, c.column_name, c.is_nullable
                FROM information_schema.tables t
                LEFT JOIN information_schema.columns c USING (table_schema, table_name)
                JOIN pg_catalog.pg_namespace n ON n.nspname = t.table_schema
                JOIN pg_catalog.pg_class r ON r.relnamespace = n.oid AND r.relname = t.table_name AND NOT r.relispartition
                WHERE t.table_schema NOT IN ('pg_catalog', 'information_schema')
                ORDER BY t.table_schema, t.table_name, c.ordinal_position\
                """, row -> {
            List<String> columns =
                    expected.computeIfAbsent(fqn(row.getString(1), row.getString(2)), id -> new ArrayList<>());
            if (row.getString(3) != null) {
                columns.add(
                        Fqn.encodeInTable(row.getString(3)) + (row.getString(4).equals("YES") ? "" : "!"));
            }
        });
        Map<String, List<String>> found = new TreeMap<>();
        tables.forEach((fqn, request) -> {
            if (!request.path("tableType").asText().equals("MaterializedView")) { // the standard does not know them
                List<String> columns = new ArrayList<>();
                request.path("columns")
                        .forEach(column -> columns.add(column.path("name").asText()
                                + (List.of("NOT_NULL", "PRIMARY_KEY")
                                                        .contains(column.path("constraint")
                                                                .asText())
                                                || isNotNull(expected.get(fqn), column)
                                        ? "!"
                                        : "")));
                found.put(fqn, columns);
            }
        });

        assertThat(found).isEqualTo(expected);
    }

    /** A unique column shows UNIQUE, which hides whether it may be null: there the standard's word is taken. */
    private static boolean isNotNull(List<String> expected, JsonNode column) {
        return column.path("constraint").asText().equals("UNIQUE")
                && expected != null
                && expected.contains(column.path("name").asText() + "!");
    }

    @Test
    void primaryAndForeignKeysAreThoseOfTheInformationSchema() throws SQLException {
        Map<String, TreeSet<String>> expected = new TreeMap<>();
        query("""
                SELECT k.table_schema, k.table_name, c.constraint_type, k.column_name
                FROM information_schema.table_constraints c
                JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name, table_name)
                JOIN pg_catalog.pg_namespace n ON n.nspname = k.table_schema
                JOIN pg_catalog.pg_class r ON r.relnamespace = n.oid AND r.relname = k.table_name AND NOT r.relispartition
                WHERE c.constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') AND n.nspname <> 'pg_catalog'\
                """, row -> expected.computeIfAbsent(row.getString(3), type -> new TreeSet<>())
                .add(fqn(row.getString(1), row.getString(2)) + " " + Fqn.encodeInTable(row.getString(4))));
        Map<String, TreeSet<String>> found = new TreeMap<>();
        tables.forEach((fqn, request) -> {
            request.path("columns").forEach(column -> {
                if (column.path("constraint").asText().equals("PRIMARY_KEY")) {
                    found.computeIfAbsent("PRIMARY KEY", type -> new TreeSet<>())
                            .add(fqn + " " + column.path("name").asText());
                }
            });
            request.path("tableConstraints").forEach(constraint -> {
                String type = constraint.path("constraintType").asText().replace('_', ' ');
                if (!type.equals("UNIQUE")) {
                    constraint.path("columns").forEach(column -> found.computeIfAbsent(type, t -> new TreeSet<>())
                            .add(fqn + " " + column.asText()));
                }
            });
        });

        assertThat(found).containsOnlyKeys("PRIMARY KEY", "FOREIGN KEY");
        found.forEach((type, columns) -> assertThat(columns).containsExactlyElementsOf(expected.get(type)));
    }

    @Test
    void everyForeignKeyRefersToATableThatIsThere() {
        tables.values().forEach(request -> request.path("tableConstraints")
                .forEach(constraint -> constraint.path("referredColumns").forEach(column -> assertThat(tables)
                        .containsKey(Fqn.parent(column.asText())))));
    }

    @Test
    void kindsAndCommentsAreThoseOfTheCatalog() throws SQLException {
        Map<String, String> expected = new TreeMap<>();
        query(
                """
                SELECT n.nspname, c.relname, c.relkind, obj_description(c.oid, 'pg_class')
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
                  AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'\
                """,
                row -> expected.put(
                        fqn(row.getString(1), row.getString(2)), row.getString(3) + " " + row.getString(4)));
        Map<String, String> kinds =
                Map.of("Regular", "r", "Partitioned", "p", "View", "v", "MaterializedView", "m", "Foreign", "f");
        Map<String, String> found = new TreeMap<>();
        tables.forEach((fqn, request) -> found.put(
                fqn,
                kinds.get(request.path("tableType").asText()) + " "
                        + request.path("description").asText("null")));

        assertThat(found).isEqualTo(expected);
    }

    private static String fqn(String schema, String table) {
        return Fqn.table(Fqn.of("warehouse", EmbeddedDatabase.DATABASE, schema), table);
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private static void query(String sql, Row each) throws SQLException {
        try (Connection connection = server.connect(EmbeddedDatabase.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.take(rows);
            }
        }
    }
}
