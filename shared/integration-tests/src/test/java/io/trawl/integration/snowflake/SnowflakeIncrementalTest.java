package io.trawl.integration.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incremental runs from Snowflake with a ledger: what was not altered is not read, and what is gone is deleted as ever. */
class SnowflakeIncrementalTest {

    private static final String PASSWORD = "Of-the-source-1";

    @TempDir
    Path folder;

    private static SnowflakeModel model(int tables, String altered) {
        Table[] all = IntStream.range(0, tables)
                .mapToObj(number -> Table.builder("T" + number, TableKind.REGULAR)
                        .columns(List.of(Column.of(number == 0 ? "AT " + altered : "ID", ColumnType.number(38, 0))))
                        .lastAltered(Instant.parse(number == 0 ? altered : "2026-01-01T00:00:00Z"))
                        .build())
                .toArray(Table[]::new);
        return SnowflakeModel.of(
                Database.of("D", Schema.builder("S").tables(all).build()));
    }

    @Test
    void onlyWhatWasAlteredIsRead() {
        try (EmbeddedDatabase ledgers = EmbeddedDatabase.start();
                OpenMetadataServer catalog =
                        OpenMetadataServer.builder().withoutSchemas().start();
                SnowflakeServer server = SnowflakeServer.builder()
                        .user("TRAWL", PASSWORD)
                        .model(model(20, "2026-01-01T00:00:00Z"))
                        .start()) {
            ledgers.createDatabase("ledger");
            LocalRun run = new LocalRun(folder, "incremental", server.workflow("snow", PASSWORD))
                    .source("includeTags: false, includeStoredProcedures: false, incremental: {enabled: true}")
                    .openMetadata(catalog)
                    .ledger(ledgers, "ledger");
            Report first = run.execute();
            assertThat(first.entities().ingested()).as(first.toString()).isEqualTo(20);
            server.forgetStatements();

            assertThat(run.execute().entities().unchanged()).isEqualTo(20);
            assertThat(server.statementsByKind()).as("nothing is read").doesNotContainKey("SHOW COLUMNS");

            server.update(any -> model(19, "2026-03-01T00:00:00Z"));
            Report third = run.execute();

            assertThat(third.entities().ingested()).isEqualTo(1);
            assertThat(third.entities().unchanged()).isEqualTo(18);
            assertThat(third.entities().deleted()).isEqualTo(1);
            assertThat(catalog.find("table", "snow.D.S.T0")
                            .orElseThrow()
                            .document()
                            .at("/columns/0/name")
                            .asText())
                    .isEqualTo("AT 2026-03-01T00:00:00Z");
            assertThat(catalog.find("table", "snow.D.S.T19").orElseThrow().deleted())
                    .isTrue();
        }
    }
}
