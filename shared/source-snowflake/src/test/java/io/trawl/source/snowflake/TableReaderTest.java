package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Column;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.Table;
import io.trawl.api.model.TableConstraint;
import io.trawl.api.model.TablePartition;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Kind;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.ForeignKey;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Stage;
import io.trawl.testkit.snowflake.model.Stream;
import io.trawl.testkit.snowflake.model.TableBuilder;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What SHOW says of tables, read with the real driver. */
class TableReaderTest {

    private static final String S = "S";

    private SnowflakeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private Reading start(Schema... schemas) throws Exception {
        server = SnowflakeServer.builder()
                .model(SnowflakeModel.of(Database.of(Reading.DATABASE, schemas)))
                .start();
        return Reading.of(server);
    }

    private static io.trawl.testkit.snowflake.model.Column number(String name) {
        return io.trawl.testkit.snowflake.model.Column.of(name, ColumnType.number(38, 0));
    }

    private static TableBuilder table(String name) {
        return table(name, TableKind.REGULAR);
    }

    private static TableBuilder table(String name, TableKind kind) {
        return io.trawl.testkit.snowflake.model.Table.builder(name, kind).columns(number("ID"), number("N"));
    }

    @Test
    void aTableHasItsColumnsCommentAndPage() throws Exception {
        try (Reading reading = start(Schema.builder("my \"S\"")
                .tables(table("it's.a 50% _t\"x")
                        .comment("words")
                        .columns(number("ID").notNull().comment("key"), number("a.b\"c"))
                        .build())
                .build())) {
            Table table = reading.readTable(Reading.table("my \"S\"", "it's.a 50% _t\"x"));
            assertThat(table.name()).isEqualTo("it's.a 50% _t__reserved__quote__x");
            assertThat(table.displayName()).isEqualTo("it's.a 50% _t\"x");
            assertThat(table.description()).isEqualTo("words");
            assertThat(table.tableType()).isEqualTo("Regular");
            assertThat(table.databaseSchema()).isEqualTo("svc.D.my __reserved__quote__S__reserved__quote__");
            assertThat(Reading.names(table.columns())).containsExactly("ID", "a.b\"c");
            assertThat(table.columns()).extracting(Column::constraint).containsExactly("NOT_NULL", "NULL");
            assertThat(table.columns().get(0).description()).isEqualTo("key");
            assertThat(table.columns().get(1).description()).isNull();
            assertThat(table.sourceUrl())
                    .isEqualTo(
                            "https://app.snowflake.com/acme/trawl_test/#/data/databases/D/schemas/my%20%22S%22/table/"
                                    + "it%27s.a%2050%25%20_t%22x");
            assertThat(table.owners()).isNull();
            assertThat(table.tableConstraints()).isNull();
            assertThat(table.tablePartition()).isNull();
            assertThat(server.refused()).isEmpty();
        }
    }

    @Test
    void theSameConstraintNameOnTwoTablesMixesNothing() throws Exception {
        ForeignKey far = new ForeignKey("FK", List.of("N", "ID"), "E", "T", "P", List.of("B", "A"), "PK");
        ForeignKey near = new ForeignKey("FK", List.of("N"), "D", S, "A", List.of("ID"), "PK");
        try (Reading reading = start(Schema.builder(S)
                .tables(
                        table("A").keys(Key.primary("PK", "ID")).build(),
                        table("B")
                                .keys(Key.primary("PK", "N", "ID"), Key.unique("U", "N"))
                                .foreignKeys(far)
                                .build(),
                        table("C").keys(Key.unique("U", "N")).foreignKeys(near).build())
                .build())) {
            Map<String, ReadResult> results =
                    reading.read(Reading.table(S, "A"), Reading.table(S, "B"), Reading.table(S, "C"));
            Table a = Reading.table(results.get("A"));
            assertThat(a.columns()).extracting(Column::constraint).containsExactly("PRIMARY_KEY", "NULL");
            assertThat(a.tableConstraints()).isNull();
            Table b = Reading.table(results.get("B"));
            assertThat(b.columns()).extracting(Column::constraint).containsExactly("NULL", "UNIQUE");
            assertThat(b.tableConstraints())
                    .containsExactly(
                            TableConstraint.key("PRIMARY_KEY", List.of("N", "ID")),
                            new TableConstraint(
                                    "FOREIGN_KEY",
                                    List.of("N", "ID"),
                                    List.of("svc.E.T.P.B", "svc.E.T.P.A"),
                                    "ONE_TO_ONE"));
            Table c = Reading.table(results.get("C"));
            assertThat(c.tableConstraints())
                    .containsExactly(
                            new TableConstraint("FOREIGN_KEY", List.of("N"), List.of("svc.D.S.A.ID"), "ONE_TO_ONE"));
        }
    }

    @Test
    void kindsAndWhatIsSaidOfThemElsewhere() throws Exception {
        try (Reading reading = start(Schema.builder(S)
                .tables(
                        table("TRANSIENT", TableKind.TRANSIENT)
                                .clusterBy("LINEAR(TO_DATE(N), ID)")
                                .build(),
                        table("EXTERNAL", TableKind.EXTERNAL)
                                .location("@D.S.LANDING/x/")
                                .build(),
                        table("DYNAMIC", TableKind.DYNAMIC)
                                .text("create dynamic table DYNAMIC as select 1")
                                .build(),
                        table("ICEBERG", TableKind.ICEBERG).build(),
                        table("HYBRID", TableKind.HYBRID).build(),
                        table("EVENT", TableKind.EVENT).build(),
                        table("V", TableKind.VIEW)
                                .text("create view V as select 1")
                                .listedTwice()
                                .build(),
                        table("MV", TableKind.MATERIALIZED_VIEW)
                                .text("create materialized view MV as select 1")
                                .clusterBy("LINEAR(N)")
                                .build())
                .build())) {
            Map<String, ReadResult> results = reading.read(
                    Reading.table(S, "TRANSIENT", Kind.TRANSIENT_TABLE),
                    Reading.table(S, "EXTERNAL", Kind.EXTERNAL_TABLE),
                    Reading.table(S, "DYNAMIC", Kind.DYNAMIC_TABLE),
                    Reading.table(S, "ICEBERG", Kind.ICEBERG_TABLE),
                    Reading.table(S, "HYBRID"),
                    Reading.table(S, "EVENT"),
                    Reading.table(S, "V", Kind.VIEW),
                    Reading.table(S, "MV", Kind.MATERIALIZED_VIEW));
            assertThat(results.values())
                    .extracting(result -> Reading.table(result).tableType())
                    .containsExactlyInAnyOrder(
                            "Transient",
                            "External",
                            "Dynamic",
                            "Iceberg",
                            "Regular",
                            "Regular",
                            "View",
                            "MaterializedView");
            assertThat(Reading.table(results.get("TRANSIENT")).tablePartition())
                    .isEqualTo(new TablePartition(List.of(
                            new TablePartition.PartitionColumn("N", "COLUMN-VALUE", null),
                            new TablePartition.PartitionColumn("ID", "COLUMN-VALUE", null))));
            assertThat(Reading.table(results.get("EXTERNAL")).locationPath()).isEqualTo("@D.S.LANDING/x/");
            assertThat(Reading.table(results.get("EXTERNAL")).sourceUrl()).endsWith("/external-table/EXTERNAL");
            assertThat(Reading.table(results.get("DYNAMIC")).schemaDefinition()).startsWith("create dynamic table");
            assertThat(Reading.table(results.get("V")).schemaDefinition()).isEqualTo("create view V as select 1");
            assertThat(Reading.table(results.get("MV")).tablePartition().columns())
                    .hasSize(1);
            assertThat(Reading.table(results.get("HYBRID")).schemaDefinition()).isNull();
            results.values().forEach(result -> assertThat(((ReadResult.Read) result).warnings())
                    .isEmpty());
        }
    }

    @Test
    void streamsHaveTheColumnsOfTheirBaseAndStagesNone() throws Exception {
        server = SnowflakeServer.builder()
                .model(SnowflakeModel.of(
                        Database.of(
                                Reading.DATABASE,
                                Schema.builder(S)
                                        .tables(
                                                table("T").build(),
                                                table("STREAM").build())
                                        .streams(
                                                new Stream("STREAM", "D.S.T", "Table", "DEFAULT", "changes", "R"),
                                                new Stream(
                                                        "FAR", "\"e.x\".T.\"t\"\"x\"", "Table", "DEFAULT", null, "R"),
                                                new Stream("HIDDEN", null, "Table", "DEFAULT", null, "R"),
                                                new Stream("LOST", "E.GONE.T", "Table", "DEFAULT", null, "R"))
                                        .stages(new Stage("T", "s3://bucket/x/", "AWS", "files", "R"))
                                        .build()),
                        Database.of(
                                "e.x",
                                Schema.builder("T")
                                        .tables(table("t\"x")
                                                .columns(number("FAR"))
                                                .build())
                                        .build())))
                .start();
        try (Reading reading = Reading.of(server, Sources.including("includeOwners", true, "includeTags", false))) {
            server.plan(sql -> sql.contains("GET_DDL"), 0, null);
            ReadResult stage = reading.read(Reading.table(S, "T", Kind.STAGE)).get("T");
            Table files = Reading.table(stage);
            assertThat(files.columns()).isEmpty();
            assertThat(files.locationPath()).isEqualTo("s3://bucket/x/");
            assertThat(files.tableType()).isEqualTo("Stage");
            assertThat(files.owners()).containsExactly(Owner.named("R"));
            assertThat(((ReadResult.Read) stage).warnings()).isEmpty();
            Table table = reading.readTable(Reading.table(S, "T"));
            assertThat(table.tableType()).isEqualTo("Regular");
            assertThat(Reading.names(table.columns())).containsExactly("ID", "N");
            Map<String, ReadResult> streams = reading.read(
                    Reading.table(S, "STREAM", Kind.STREAM),
                    Reading.table(S, "FAR", Kind.STREAM),
                    Reading.table(S, "HIDDEN", Kind.STREAM),
                    Reading.table(S, "LOST", Kind.STREAM));
            Table stream = Reading.table(streams.get("STREAM"));
            assertThat(Reading.names(stream.columns()))
                    .containsExactly("ID", "N", "METADATA$ACTION", "METADATA$ISUPDATE", "METADATA$ROW_ID");
            assertThat(stream.columns()).extracting(Column::ordinalPosition).containsExactly(1, 2, 3, 4, 5);
            assertThat(stream.description()).isEqualTo("changes");
            assertThat(stream.tableConstraints()).isNull();
            assertThat(Reading.names(Reading.table(streams.get("FAR")).columns()))
                    .startsWith("FAR");
            for (String unseen : List.of("HIDDEN", "LOST")) {
                assertThat(Reading.table(streams.get(unseen)).columns()).isEmpty();
                assertThat(((ReadResult.Read) streams.get(unseen)).warnings())
                        .anyMatch(warning -> warning.contains("columns are not shown"));
            }
        }
    }

    @Test
    void whatWasDroppedIsGoneAndWhatCameLaterIsFound() throws Exception {
        try (Reading reading = start(
                Schema.builder(S).tables(table("A").build(), table("B").build()).build())) {
            reading.read(Reading.table(S, "A"));
            reading.statements();
            change(Schema.builder(S)
                    .tables(table("A").build(), table("C").build())
                    .build());
            assertThat(reading.readTable(Reading.table(S, "B")).name())
                    .isEqualTo("B"); // as it was less than a minute ago
            assertThat(reading.statements()).isEmpty();
            assertThat(reading.readTable(Reading.table(S, "C")).name()).isEqualTo("C");
            assertThat(reading.statements()).hasSize(9);
            assertThat(reading.read(Reading.table(S, "A"), Reading.table(S, "B"))
                            .get("B"))
                    .isInstanceOf(Outcome.Gone.class);
            assertThat(reading.statements()).hasSize(9);
            assertThat(reading.read(Reading.table(S, "C", Kind.STREAM)).get("C"))
                    .isInstanceOf(Outcome.Gone.class);
        }
    }

    private void change(Schema schema) {
        server.update(model ->
                model.with(model.database(Reading.DATABASE).orElseThrow().with(schema)));
    }

    @Test
    void aTableWithoutColumnsFails() throws Exception {
        try (Reading reading = start(Schema.builder(S)
                .tables(table("A").columns().build(), table("B").build())
                .build())) {
            Map<String, ReadResult> results = reading.read(Reading.table(S, "A"), Reading.table(S, "B"));
            Sources.assertFailed(results.get("A"), FailureKind.INVALID).contains("columns are unknown");
            assertThat(Reading.table(results.get("B")).columns()).hasSize(2);
        }
    }

    @Test
    void anEmptySchemaCostsNoColumns() throws Exception {
        try (Reading reading = start(Schema.builder(S).build())) {
            assertThat(reading.read(Reading.table(S, "A")).get("A")).isInstanceOf(Outcome.Gone.class);
            assertThat(reading.statements()).noneMatch(sql -> sql.contains("SHOW COLUMNS"));
        }
    }
}
