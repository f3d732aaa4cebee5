package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Column;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Table;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.PostgresZoo;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The zoo against what pgJDBC's DatabaseMetaData and the information schema say of it. */
class ZooComparisonTest {

    private static EmbeddedDatabase server;
    private static Connection connection;
    /** By schema and name, both raw. */
    private static final Map<List<String>, Table> tables = new HashMap<>();

    @BeforeAll
    static void readTheZoo() throws SQLException {
        server = EmbeddedDatabase.start();
        PostgresZoo.install(server, EmbeddedDatabase.DATABASE);
        connection = server.connect(EmbeddedDatabase.DATABASE);
        try (DiscoverableSource source = Sources.open(TestSource.connection(server), Sources.everything(), 1)) {
            for (ReadResult result : Sources.read(source, Sources.listAll(source, EntityType.TABLE))) {
                assertThat(result).isInstanceOf(ReadResult.Read.class);
                tables.put(
                        List.of(
                                result.descriptor().schema(),
                                result.descriptor().name()),
                        (Table) ((ReadResult.Read) result).entity());
            }
        }
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        server.close();
    }

    @Test
    void tablesAreThoseOfDatabaseMetaData() throws SQLException {
        Set<List<String>> expected = new HashSet<>();
        String[] types = {"TABLE", "PARTITIONED TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW"};
        try (ResultSet row = connection.getMetaData().getTables(null, null, "%", types)) {
            while (row.next()) {
                if (PostgresZoo.SCHEMAS.contains(row.getString("TABLE_SCHEM"))) {
                    expected.add(List.of(row.getString("TABLE_SCHEM"), row.getString("TABLE_NAME")));
                }
            }
        }
        expected.removeAll(partitions());
        assertThat(tables.keySet()).isEqualTo(expected).hasSizeGreaterThan(30);
    }

    private static Set<List<String>> partitions() throws SQLException {
        Set<List<String>> partitions = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT n.nspname, c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                + " JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE p.relkind = 'p'");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                partitions.add(List.of(row.getString(1), row.getString(2)));
            }
        }
        return partitions;
    }

    @Test
    void columnsAreThoseOfDatabaseMetaData() throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        for (var entry : tables.entrySet()) {
            List<String> expected = new ArrayList<>();
            try (ResultSet row = metadata.getColumns(
                    null,
                    escape(metadata, entry.getKey().get(0)),
                    escape(metadata, entry.getKey().get(1)),
                    "%")) {
                while (row.next()) {
                    expected.add(
                            row.getInt("ORDINAL_POSITION") + " " + Fqn.encodeInTable(row.getString("COLUMN_NAME")) + " "
                                    + (row.getString("IS_NULLABLE").equals("YES") ? "null" : "not null") + " "
                                    + row.getString("REMARKS"));
                }
            }
            Set<String> primaryKey = primaryKey(entry.getValue());
            List<String> actual = entry.getValue().columns().stream()
                    .map(column -> column.ordinalPosition() + " " + column.name() + " "
                            + (nullable(column, primaryKey, entry.getKey()) ? "null" : "not null") + " "
                            + column.description())
                    .toList();
            assertThat(actual).as("columns of %s", entry.getKey()).isEqualTo(expected);
        }
    }

    /** UNIQUE hides whether a column may be null; then the catalog is asked once more. */
    private static boolean nullable(Column column, Set<String> primaryKey, List<String> table) {
        if (column.name().equals("c_domain_of_domain")) {
            return true; // the driver looks at the outer domain only; the inner one forbids null
        }
        return switch (column.constraint()) {
            case "UNIQUE" -> !table.get(1).equals("parent");
            case "NULL" -> {
                assertThat(primaryKey).doesNotContain(column.name());
                yield true;
            }
            default -> false;
        };
    }

    private static Set<String> primaryKey(Table table) {
        Set<String> names = new TreeSet<>();
        table.columns().stream()
                .filter(column -> Objects.equals(column.constraint(), "PRIMARY_KEY"))
                .forEach(column -> names.add(column.name()));
        constraints(table, "PRIMARY_KEY").forEach(key -> names.addAll(key.columns()));
        return names;
    }

    private static List<TableConstraint> constraints(Table table, String type) {
        return table.tableConstraints() == null
                ? List.of()
                : table.tableConstraints().stream()
                        .filter(constraint -> constraint.constraintType().equals(type))
                        .toList();
    }

    @Test
    void primaryAndForeignKeysAreThoseOfDatabaseMetaData() throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        int foreignKeys = 0;
        for (var entry : tables.entrySet()) {
            Table table = entry.getValue();
            String schema = entry.getKey().get(0);
            String name = entry.getKey().get(1);
            Map<Integer, String> primary = new TreeMap<>();
            try (ResultSet row = metadata.getPrimaryKeys(null, schema, name)) {
                while (row.next()) {
                    primary.put(row.getInt("KEY_SEQ"), Fqn.encodeInTable(row.getString("COLUMN_NAME")));
                }
            }
            assertThat(primaryKey(table)).as("primary key of %s", name).isEqualTo(new TreeSet<>(primary.values()));
            if (primary.size() > 1) {
                assertThat(constraints(table, "PRIMARY_KEY").get(0).columns())
                        .as("order of the primary key of %s", name)
                        .isEqualTo(List.copyOf(primary.values()));
            }

            List<String> expected = new ArrayList<>();
            try (ResultSet row = metadata.getImportedKeys(null, schema, name)) {
                while (row.next()) {
                    String referred = Fqn.of(
                            Sources.SERVICE,
                            EmbeddedDatabase.DATABASE,
                            row.getString("PKTABLE_SCHEM"),
                            row.getString("PKTABLE_NAME"),
                            row.getString("PKCOLUMN_NAME"));
                    // The driver lists the partitions a key refers to as well.
                    if (!partitions()
                            .contains(List.of(row.getString("PKTABLE_SCHEM"), row.getString("PKTABLE_NAME")))) {
                        expected.add(Fqn.encodeInTable(row.getString("FKCOLUMN_NAME")) + " -> " + referred);
                    }
                }
            }
            List<String> actual = new ArrayList<>();
            for (TableConstraint key : constraints(table, "FOREIGN_KEY")) {
                for (int i = 0; i < key.columns().size(); i++) {
                    actual.add(key.columns().get(i) + " -> "
                            + key.referredColumns().get(i));
                }
            }
            foreignKeys += actual.size();
            assertThat(actual).as("foreign keys of %s", name).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(foreignKeys).isGreaterThan(10);
    }

    @Test
    void lengthsAndScalesAreThoseOfTheInformationSchema() throws SQLException {
        int compared = 0;
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT table_schema, table_name, column_name, data_type, character_maximum_length,"
                                + " numeric_precision, numeric_scale FROM information_schema.columns");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Table table = tables.get(List.of(row.getString(1), row.getString(2)));
                if (table == null || row.getString(3).equals("c_domain_of_domain")) {
                    continue; // the information schema, too, looks at the outer domain only
                }
                String name = Fqn.encodeInTable(row.getString(3));
                Column column = table.columns().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
                String type = row.getString(4);
                boolean numeric = type.equals("numeric");
                Integer length = (Integer) row.getObject(5);
                boolean wantsLength = Set.of("CHAR", "VARCHAR", "BIT").contains(column.dataType());
                assertThat(column.dataLength())
                        .as("%s.%s", table.name(), name)
                        .isEqualTo(length != null ? length : wantsLength ? Integer.valueOf(1) : null);
                assertThat(column.precision()).as(name).isEqualTo(numeric ? row.getObject(6) : null);
                assertThat(column.scale()).as(name).isEqualTo(numeric ? row.getObject(7) : null);
                assertThat(column.dataType().equals("ARRAY")).as(name).isEqualTo(type.equals("ARRAY"));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(140);
    }

    private static String escape(DatabaseMetaData metadata, String name) throws SQLException {
        String escape = metadata.getSearchStringEscape();
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }
}
