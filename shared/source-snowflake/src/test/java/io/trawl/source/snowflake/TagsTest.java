package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.ReadResult;
import io.trawl.api.model.TagLabel;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.source.kit.Kind;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.model.Tag;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TagsTest {

    private static final String S = "S";

    private SnowflakeServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private static Tag tag(String name, String value) {
        return new Tag("GOVERNANCE", "TAGS", name, value);
    }

    private Reading start(String... grantedTo) throws Exception {
        Table table = Table.builder("T", TableKind.REGULAR)
                .columns(
                        Column.of("ID", ColumnType.date()),
                        Column.of("MAIL", ColumnType.text(9)).tags(tag("PII", "e.mail"), tag("EMPTY", "")))
                .tags(tag("COST", "high"), tag("JSON", "{\"a\":1}"))
                .build();
        Table view = Table.builder("V", TableKind.VIEW)
                .columns(Column.of("ID", ColumnType.date()))
                .text("create view")
                .tags(tag("COST", "low"))
                .build();
        Schema schema = Schema.builder(S)
                .tables(table, view)
                .tags(tag("COST", "of schema"))
                .build();
        server = SnowflakeServer.builder()
                .model(SnowflakeModel.of(Database.of(
                                Reading.DATABASE,
                                schema,
                                Schema.builder("S2").tables(view).build()))
                        .accountUsageFor(grantedTo))
                .start();
        return Reading.of(server, DatabaseMetadata.defaults());
    }

    @Test
    void tagsAreReadOnceForASchema() throws Exception {
        try (Reading reading = start("INGESTION")) {
            io.trawl.api.model.Table table = reading.readTable(Reading.table(S, "T"));
            assertThat(table.tags()).containsExactly(TagLabel.automated("COST.high"));
            assertThat(table.columns().get(0).tags()).isNull();
            assertThat(table.columns().get(1).tags()).containsExactly(TagLabel.automated("PII.\"e.mail\""));
            assertThat(reading.readTable(Reading.table(S, "V", Kind.VIEW)).tags())
                    .containsExactly(TagLabel.automated("COST.low"));
            assertThat(reading.statements())
                    .filteredOn(sql -> sql.contains("TAG_REFERENCES"))
                    .hasSize(1);
        }
    }

    @Test
    void withoutTheGrantThereAreNoneAndItIsAskedForOnce() throws Exception {
        try (Reading reading = start()) {
            for (String schema : List.of(S, "S2")) {
                ReadResult.Read read = (ReadResult.Read)
                        reading.read(Reading.table(schema, "V", Kind.VIEW)).get("V");
                assertThat(Reading.table(read).tags()).isNull();
            }
            assertThat(reading.statements())
                    .filteredOn(sql -> sql.contains("TAG_REFERENCES"))
                    .hasSize(1);
        }
    }
}
