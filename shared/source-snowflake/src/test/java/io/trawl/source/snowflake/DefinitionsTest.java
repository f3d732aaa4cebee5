package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.ReadResult;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.source.kit.Kind;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SchemaBuilder;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Stream;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableBuilder;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How objects are defined, where SHOW does not say it. */
class DefinitionsTest {

    private static final String S = "S";
    private static final DatabaseMetadata WITH_DDL = Sources.including("includeTags", false, "includeDDL", true);

    private SnowflakeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private Reading start(DatabaseMetadata metadata, SchemaBuilder schema) throws Exception {
        server = SnowflakeServer.builder()
                .model(SnowflakeModel.of(Database.of(Reading.DATABASE, schema.build())))
                .start();
        return Reading.of(server, metadata);
    }

    private static TableBuilder of(String name, TableKind kind) {
        return Table.builder(name, kind).columns(Column.of("C", ColumnType.date()));
    }

    private static List<String> ddl(Reading reading) {
        return reading.statements().stream()
                .filter(sql -> sql.contains("GET_DDL"))
                .toList();
    }

    private static List<String> warnings(ReadResult result) {
        return ((ReadResult.Read) result).warnings();
    }

    @Test
    void oneHiddenViewTellsOfAllOfItsOwner() throws Exception {
        SchemaBuilder schema = Schema.builder(S);
        List<EntityDescriptor> batch = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            schema.tables(of("V" + i, TableKind.VIEW)
                    .text("create view V")
                    .secure()
                    .owner("R" + i % 2)
                    .build());
            batch.add(Reading.table(S, "V" + i, Kind.SECURE_VIEW));
        }
        try (Reading reading = start(Sources.including("includeTags", false), schema)) {
            Map<String, ReadResult> results = reading.read(batch.toArray(new EntityDescriptor[0]));
            assertThat(results).hasSize(60);
            results.values().forEach(result -> {
                assertThat(Reading.table(result).schemaDefinition()).isNull();
                assertThat(Reading.table(result).tableType()).isEqualTo("SecureView");
                assertThat(warnings(result)).containsExactly("its definition is not shown to this role");
            });
            assertThat(ddl(reading)).hasSizeBetween(2, 4);
        }
    }

    @Test
    void ddlOfTablesIsReadInGroups() throws Exception {
        SchemaBuilder schema = Schema.builder(S);
        List<EntityDescriptor> batch = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            schema.tables(of("it's \"T\" " + i, TableKind.REGULAR).build());
            batch.add(Reading.table(S, "it's \"T\" " + i));
        }
        try (Reading reading = start(WITH_DDL, schema)) {
            Map<String, ReadResult> results = reading.read(batch.toArray(new EntityDescriptor[0]));
            results.forEach((name, result) -> assertThat(Reading.table(result).schemaDefinition())
                    .containsIgnoringCase("create or replace table")
                    .contains(name.replace("\"", "\"\"")));
            assertThat(ddl(reading)).hasSize(3);
            assertThat(server.refused()).isEmpty();
        }
    }

    @Test
    void aTableThatIsGoneCostsNoOtherItsDdl() throws Exception {
        SchemaBuilder schema = Schema.builder(S);
        List<EntityDescriptor> batch = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            schema.tables(of("T" + i, TableKind.REGULAR).build());
            batch.add(Reading.table(S, "T" + i));
        }
        try (Reading reading = start(WITH_DDL, schema)) {
            reading.read(batch.get(0)); // all are known now
            ddl(reading);
            server.update(model -> model.with(model.database(Reading.DATABASE)
                    .orElseThrow()
                    .with(schema.drop("T5").build())));
            Map<String, ReadResult> results = reading.read(batch.toArray(new EntityDescriptor[0]));
            for (int i = 0; i < 8; i++) {
                ReadResult result = results.get("T" + i);
                if (i == 5) {
                    assertThat(Reading.table(result).schemaDefinition()).isNull();
                    assertThat(warnings(result)).hasSize(1);
                } else {
                    assertThat(Reading.table(result).schemaDefinition()).isNotNull();
                    assertThat(warnings(result)).isEmpty();
                }
            }
            assertThat(ddl(reading)).hasSize(1 + 6); // 8, then 4 4 2 2 1 1
        }
    }

    @Test
    void streamsAndDynamicTablesHaveOne() throws Exception {
        SchemaBuilder schema = Schema.builder(S)
                .tables(
                        of("T", TableKind.REGULAR).build(),
                        of("D", TableKind.DYNAMIC)
                                .text("create dynamic table D as select 1")
                                .build(),
                        of("HIDDEN", TableKind.DYNAMIC)
                                .text("create dynamic table HIDDEN as select 1")
                                .textHidden()
                                .build())
                .streams(new Stream("ST", "D.S.T", "Table", "DEFAULT", null, "R"));
        try (Reading reading = start(Sources.including("includeTags", false), schema)) {
            Map<String, ReadResult> results = reading.read(
                    Reading.table(S, "T"),
                    Reading.table(S, "D", Kind.DYNAMIC_TABLE),
                    Reading.table(S, "HIDDEN", Kind.DYNAMIC_TABLE),
                    Reading.table(S, "ST", Kind.STREAM));
            assertThat(Reading.table(results.get("T")).schemaDefinition()).isNull();
            assertThat(Reading.table(results.get("D")).schemaDefinition())
                    .isEqualTo("create dynamic table D as select 1");
            assertThat(Reading.table(results.get("ST")).schemaDefinition())
                    .containsIgnoringCase("create or replace stream");
        }
    }
}
