package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Kind;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.ForeignKey;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schemas of which SHOW does not say everything. */
class LargeSchemaTest {

    private static final String S = "S";
    private static final DatabaseMetadata METADATA = Sources.including("includeTags", false);
    private static final List<Column> COLUMNS = List.of(
            Column.of("ID", ColumnType.number(38, 0)).notNull().comment("key"),
            Column.of("O", ColumnType.object(List.of())),
            Column.of("T", ColumnType.text(20)));

    private SnowflakeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(List<Table> tables, int informationSchemaLimit) {
        server = SnowflakeServer.builder()
                .informationSchemaLimit(informationSchemaLimit)
                .model(SnowflakeModel.of(Database.of(
                        Reading.DATABASE, Schema.builder(S).tables(tables).build())))
                .start();
    }

    private static String name(int number) {
        return String.format("T%05d", number);
    }

    private static List<Table> tables(int count) {
        List<Table> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tables.add(Table.builder(name(i), TableKind.REGULAR)
                    .columns(COLUMNS)
                    .comment("number " + i)
                    .keys(Key.primary("PK", "ID"))
                    .build());
        }
        return tables;
    }

    private static EntityDescriptor[] batch(int from, int to) {
        List<EntityDescriptor> batch = new ArrayList<>();
        for (int i = from; i < to; i++) {
            batch.add(Reading.table(S, name(i)));
        }
        return batch.toArray(new EntityDescriptor[0]);
    }

    private static List<String> kinds(Reading reading) {
        List<String> kinds = reading.server.statements().stream()
                .map(statement -> statement.kind())
                .toList();
        reading.statements();
        return kinds;
    }

    @Test
    void tooManyColumnsAreReadByNameAndEqualWhatShowSays() throws Exception {
        start(tables(20), 1000);
        try (Reading small = Reading.of(server, METADATA);
                Reading large = Reading.of(server, METADATA, 60)) {
            Map<String, ReadResult> expected = small.read(batch(3, 9));
            kinds(small);
            assertThat(large.read(batch(3, 9))).isEqualTo(expected);
            assertThat(kinds(large))
                    .filteredOn(kind -> kind.startsWith("SELECT INFO") || kind.equals("SHOW COLUMNS"))
                    .containsExactly("SHOW COLUMNS", "SELECT INFORMATION_SCHEMA.COLUMNS");
            assertThat(large.read(batch(9, 20))).hasSize(11);
            assertThat(kinds(large)).containsExactly("SELECT INFORMATION_SCHEMA.COLUMNS"); // the rest is known
        }
    }

    @Test
    void tooManyTablesAndKeysAreReadForTheBatch() throws Exception {
        start(tables(200), 1000);
        try (Reading small = Reading.of(server, METADATA);
                Reading large = Reading.of(server, METADATA, 50)) {
            Map<String, ReadResult> expected = small.read(batch(100, 110));
            kinds(small);
            large.read(batch(0, 1));
            kinds(large);
            assertThat(large.read(batch(100, 110))).isEqualTo(expected);
            assertThat(kinds(large))
                    .startsWith(
                            "SHOW TABLES",
                            "SELECT INFORMATION_SCHEMA.COLUMNS",
                            "SELECT INFORMATION_SCHEMA.TABLE_CONSTRAINTS")
                    .hasSize(3 + 10);
        }
    }

    @Test
    void onlyTablesWithKeysAreAskedForThem() throws Exception {
        List<Table> tables = new ArrayList<>(tables(60));
        for (int i = 0; i < 60; i += 2) {
            tables.set(i, tables.get(i).copy().keys().build());
        }
        tables.set(
                0,
                tables.get(0)
                        .copy()
                        .foreignKeys(new ForeignKey("FK", List.of("ID"), "D", S, name(1), List.of("ID"), "PK"))
                        .build());
        start(tables, 1000);
        try (Reading reading = Reading.of(server, METADATA, 30)) {
            reading.read(batch(50, 51));
            kinds(reading);
            Map<String, ReadResult> results = reading.read(batch(0, 6));
            assertThat(kinds(reading))
                    .filteredOn(kind -> kind.endsWith("KEYS"))
                    .containsExactlyInAnyOrder(
                            "SHOW IMPORTED KEYS", "SHOW PRIMARY KEYS", "SHOW PRIMARY KEYS", "SHOW PRIMARY KEYS");
            assertThat(Reading.table(results.get(name(0))).tableConstraints())
                    .containsExactly(new TableConstraint(
                            "FOREIGN_KEY", List.of("ID"), List.of("svc.D.S.T00001.ID"), "MANY_TO_ONE"));
            assertThat(Reading.table(results.get(name(1))).columns().get(0).constraint())
                    .isEqualTo("PRIMARY_KEY");
            assertThat(Reading.table(results.get(name(2))).columns().get(0).constraint())
                    .isEqualTo("NOT_NULL");
        }
    }

    @Test
    void namesOfAnyKindAreFound() throws Exception {
        List<String> names = List.of("A", "A_", "AA", "a'b\\c", "ä", "😀", "😀x", "\uff5e", "_", " x", "100%");
        List<Table> tables = new ArrayList<>(tables(60));
        names.forEach(name -> {
            tables.add(Table.builder(name, TableKind.REGULAR).columns(COLUMNS).build());
            tables.add(Table.builder(name + " view", TableKind.VIEW)
                    .columns(COLUMNS)
                    .text("create view")
                    .build());
        });
        start(tables, 1000);
        try (Reading reading = Reading.of(server, METADATA, 10)) {
            for (String name : names) {
                assertThat(reading.readTable(Reading.table(S, name)).columns()).hasSize(3);
                assertThat(reading.readTable(Reading.table(S, name + " view", Kind.VIEW))
                                .schemaDefinition())
                        .isEqualTo("create view");
            }
            Map<String, ReadResult> all = reading.read(
                    names.stream().map(name -> Reading.table(S, name)).toArray(EntityDescriptor[]::new));
            Sources.assertRead(all, names.size());
            assertThat(server.refused()).isEmpty();
        }
    }

    @Test
    void whatWasDroppedIsGone() throws Exception {
        start(tables(60), 1000);
        try (Reading reading = Reading.of(server, METADATA, 30)) {
            assertThat(reading.read(batch(0, 2)).get(name(1))).isInstanceOf(ReadResult.Read.class);
            server.update(model -> model.with(model.database(Reading.DATABASE)
                    .orElseThrow()
                    .with(model.schema(Reading.DATABASE, S)
                            .orElseThrow()
                            .copy()
                            .drop(name(1))
                            .build())));
            Map<String, ReadResult> results = reading.read(batch(0, 3));
            assertThat(results.get(name(1))).isInstanceOf(Outcome.Gone.class);
            assertThat(results.get(name(2))).isInstanceOf(ReadResult.Read.class);
        }
    }

    /** The kit reads halves then. */
    @Test
    void tooMuchDataFailsTheStatement() throws Exception {
        start(tables(60), 15);
        try (Reading reading = Reading.of(server, METADATA, 30)) {
            assertThatThrownBy(() -> reading.read(batch(0, 10)))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                            .isEqualTo(90030));
            assertThat(reading.read(batch(0, 5))).hasSize(5);
        }
    }

    /** With Snowflake's own limit: 10,500 tables with 31,500 columns and 10,500 keys. */
    @Test
    void aSchemaWithMoreThanTenThousandTables() throws Exception {
        start(tables(10_500), 100_000);
        try (Reading reading = Reading.of(server, METADATA)) {
            for (int from : new int[] {0, 9_990, 10_490}) {
                Map<String, ReadResult> results = reading.read(batch(from, from + 10));
                Sources.assertRead(results, 10);
                assertThat(Reading.table(results.get(name(from + 9))).description())
                        .isEqualTo("number " + (from + 9));
                assertThat(Reading.table(results.get(name(from + 9)))
                                .columns()
                                .get(0)
                                .constraint())
                        .isEqualTo("PRIMARY_KEY");
            }
        }
    }
}
