package io.trawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.SampleWarehouse.Contents;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("processes")
class SampleWarehouseTest {

    private static final String NOT_SYSTEM = "('pg_catalog', 'pg_toast', 'information_schema')";
    private static final String COUNT_RELATIONS = """
            SELECT count(*) FILTER (WHERE c.relkind = 'r' AND NOT c.relispartition),
                   count(*) FILTER (WHERE c.relkind = 'p' AND NOT c.relispartition),
                   count(*) FILTER (WHERE c.relispartition AND c.relkind IN ('r', 'p')),
                   count(*) FILTER (WHERE c.relkind = 'v'),
                   count(*) FILTER (WHERE c.relkind = 'm'),
                   count(*) FILTER (WHERE c.relkind = 'f')
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname NOT IN %s
            """.formatted(NOT_SYSTEM);
    private static final String COUNT_ROUTINES = """
            SELECT count(*) FILTER (WHERE p.prokind = 'f'), count(*) FILTER (WHERE p.prokind = 'p')
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname NOT IN %s
               AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
            """.formatted(NOT_SYSTEM);

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 2_000, 2_345})
    void demoHoldsWhatItPromises(int tables) throws SQLException {
        SampleWarehouse warehouse = SampleWarehouse.demo(tables, SampleWarehouse.SEED);
        String database = "demo_" + tables;

        Contents promised = warehouse.fill(server, database);

        assertThat(promised.tableEntities()).isEqualTo(tables);
        assertThat(promised.procedureEntities()).isEqualTo(tables / 20);
        assertThat(count(database)).isEqualTo(promised).isEqualTo(warehouse.contents());
    }

    @Test
    void demoHasEverySortOfThing() throws SQLException {
        SampleWarehouse.demo(400, 7).fill(server, "sorts");

        assertThat(numbers("sorts", "SELECT DISTINCT ascii(contype::text) FROM pg_constraint"))
                .contains((long) 'p', (long) 'u', (long) 'f', (long) 'c');
        for (String query : List.of(
                "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) > 1",
                "SELECT count(*) FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid"
                        + " JOIN pg_class b ON b.oid = k.confrelid WHERE a.relnamespace <> b.relnamespace",
                "SELECT count(*) FROM pg_policy",
                "SELECT count(*) FROM pg_attribute WHERE attgenerated = 's'",
                "SELECT count(*) FROM pg_attribute WHERE attidentity = 'a'",
                "SELECT count(*) FROM pg_description WHERE objsubid > 0 AND objoid > 16384",
                "SELECT count(DISTINCT partstrat) - 2 FROM pg_partitioned_table",
                "SELECT count(*) FROM pg_class WHERE relname LIKE '%.%'",
                "SELECT count(*) FROM (SELECT FROM pg_proc WHERE oid > 16384 GROUP BY pronamespace, proname"
                        + " HAVING count(*) > 2) AS overloaded")) {
            assertThat(numbers("sorts", query)).as(query).allMatch(n -> n > 0);
        }
    }

    @Test
    void theSameSeedMakesTheSameColumns() throws SQLException {
        SampleWarehouse.demo(100, 11).fill(server, "first");
        SampleWarehouse.demo(100, 11).fill(server, "second");
        SampleWarehouse.demo(100, 12).fill(server, "third");
        String digest = """
                SELECT hashtext(string_agg(format('%s.%s.%s %s', n.nspname, c.relname, a.attname, a.atttypmod), ','
                         ORDER BY n.nspname, c.relname, a.attnum))
                  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname NOT LIKE 'pg_%'
                """;

        assertThat(numbers("first", digest))
                .isEqualTo(numbers("second", digest))
                .isNotEqualTo(numbers("third", digest));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 501, 2_000})
    void plainHoldsWhatItPromises(int tables) throws SQLException {
        int schemas = Math.min(20, tables);
        String database = "plain_" + tables;

        SampleWarehouse.plain(tables, 12, schemas).fill(server, database);

        assertThat(count(database)).isEqualTo(new Contents(tables, 0, 0, 0, 0, 0, 0, 0));
        assertThat(
                        numbers(
                                database,
                                "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n"
                                        + " ON n.oid = relnamespace WHERE relkind = 'r' AND attnum > 0 AND nspname LIKE 'plain%'"))
                .containsExactly(12L * tables);
        assertThat(
                        numbers(
                                database,
                                "SELECT count(*) FROM pg_constraint k JOIN pg_namespace n ON n.oid = connamespace"
                                        + " WHERE nspname LIKE 'plain%' GROUP BY contype ORDER BY contype = 'f', contype = 'n'"))
                .startsWith((long) tables, (long) tables);
        long quarter = Math.max(0, (tables - schemas + 3) / 4);
        assertThat(numbers(database, "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
                .containsExactly(quarter);
    }

    @Tag("slow")
    @Test
    void plainMakesAHundredThousand() throws SQLException {
        SampleWarehouse.plain(100_000, 12, 100).fill(server, "many");

        assertThat(count("many").tables()).isEqualTo(100_000);
    }

    @Test
    void refusesWhatItCannotMake() {
        assertThatThrownBy(() -> SampleWarehouse.demo(99, 1)).hasMessageContaining("99");
        assertThatThrownBy(() -> SampleWarehouse.plain(10, 3, 1)).hasMessageContaining("4 columns");
    }

    private static Contents count(String database) throws SQLException {
        List<Long> n = numbers(database, COUNT_RELATIONS);
        List<Long> r = numbers(database, COUNT_ROUTINES);
        return new Contents(
                n.get(0).intValue(),
                n.get(1).intValue(),
                n.get(2).intValue(),
                n.get(3).intValue(),
                n.get(4).intValue(),
                n.get(5).intValue(),
                r.get(0).intValue(),
                r.get(1).intValue());
    }

    /** Every number of every row. */
    private static List<Long> numbers(String database, String query) throws SQLException {
        try (Connection connection = server.connect(database);
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            List<Long> numbers = new ArrayList<>();
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    numbers.add(rows.getLong(column));
                }
            }
            return numbers;
        }
    }
}
