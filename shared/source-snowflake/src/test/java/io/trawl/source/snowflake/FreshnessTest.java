package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.TagLabel;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.model.Tag;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What was read of a schema is not taken for its state after something was altered. */
class FreshnessTest {

    @AutoClose
    private final SnowflakeServer server =
            SnowflakeServer.builder().model(model("OLD")).start();

    private static SnowflakeModel model(String column, String... grantedTo) {
        Table table = Table.builder("T", TableKind.REGULAR)
                .columns(Column.of(column, ColumnType.date()))
                .tags(new Tag("GOVERNANCE", "TAGS", "COST", "high"))
                .build();
        return SnowflakeModel.of(Database.of(
                        Reading.DATABASE, Schema.builder("S").tables(table).build()))
                .accountUsageFor(grantedTo);
    }

    private static List<String> columns(io.trawl.api.model.Table table) {
        return Reading.names(table.columns());
    }

    @Test
    void aRunSeesNothingOfWhatAnEarlierOneHasRead() {
        try (DiscoverableSource source = Reading.open(server, DatabaseMetadata.defaults())) {
            source.setRun("1");
            List<EntityDescriptor> tables = Sources.listAll(source, EntityType.TABLE);
            io.trawl.api.model.Table first =
                    Reading.table(Sources.read(source, tables).get(0));
            assertThat(columns(first)).containsExactly("OLD");
            assertThat(first.tags()).isNull();

            server.update(any -> model("NEW", "INGESTION"));
            source.setRun("2");

            io.trawl.api.model.Table second =
                    Reading.table(Sources.read(source, tables).get(0));
            assertThat(columns(second)).containsExactly("NEW");
            assertThat(second.tags()).containsExactly(TagLabel.automated("COST.high"));
        }
    }

    @Test
    void aTableThatWasAlteredAfterItsSchemaWasReadIsReadAgain() throws Exception {
        EntityDescriptor table = Reading.table("S", "T");
        Map<String, String> metadata = new HashMap<>(table.metadata());
        try (Reading reading = Reading.of(server)) {
            metadata.put(EntityDescriptor.VERSION, reading.clock.instant().plusSeconds(30) + "/0123");
            EntityDescriptor altered = new EntityDescriptor(table.id(), table.type(), metadata, 1);
            assertThat(columns(reading.readTable(table))).containsExactly("OLD");

            server.update(any -> model("NEW"));
            reading.clock.advance(Duration.ofSeconds(40));
            assertThat(columns(reading.readTable(altered))).containsExactly("NEW");

            reading.statements();
            reading.readTable(altered);
            assertThat(reading.statements())
                    .as("what is newer than the alteration is kept")
                    .isEmpty();
        }
    }
}
