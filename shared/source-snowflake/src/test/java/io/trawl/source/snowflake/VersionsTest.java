package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What makes an incremental run leave a table unread. */
class VersionsTest {

    private static final String KIND = "SELECT INFORMATION_SCHEMA.TABLES";
    private static final DatabaseMetadata.Incremental ENABLED = new DatabaseMetadata.Incremental(true, 7);

    @AutoClose
    private final SnowflakeServer server = SnowflakeServer.builder()
            .model(model("2026-02-01T10:00:00.123456789Z"))
            .start();

    private static SnowflakeModel model(String altered) {
        return SnowflakeModel.of(Database.of(
                "D",
                Schema.builder("S \"quoted\"")
                        .tables(
                                Table.builder("a'b", TableKind.REGULAR).build(),
                                Table.builder("T", TableKind.REGULAR)
                                        .lastAltered(Instant.parse(altered))
                                        .build(),
                                Table.builder("V", TableKind.VIEW)
                                        .text("create view V as select 1")
                                        .build())
                        .build()));
    }

    private Map<String, String> versions(Object... metadata) {
        return versions(TestSource.connection(server), Sources.including(metadata));
    }

    private static Map<String, String> versions(SnowflakeConnection connection, DatabaseMetadata metadata) {
        try (DiscoverableSource source = TestSource.open(connection, metadata)) {
            return Sources.listAll(source, EntityType.TABLE).stream()
                    .collect(Collectors.toMap(
                            EntityDescriptor::name, each -> Objects.requireNonNullElse(each.version(), "none")));
        }
    }

    @Test
    void aVersionChangesWhenATableIsAltered() {
        Map<String, String> first = versions("includeTags", false, "incremental", ENABLED);
        assertThat(first).containsOnlyKeys("a'b", "T", "V").doesNotContainValue("none");
        assertThat(first.get("T")).startsWith("2026-02-01T10:00:00.123456789Z/");
        assertThat(server.statementsByKind())
                .as("one for tables, one for views")
                .containsEntry(KIND, 2L);
        assertThat(versions("includeTags", false, "incremental", ENABLED)).isEqualTo(first);

        server.update(any -> model("2026-02-01T10:00:00.123456790Z"));

        Map<String, String> second = versions("includeTags", false, "incremental", ENABLED);
        assertThat(second.get("T")).isNotEqualTo(first.get("T"));
        assertThat(second.get("V")).isEqualTo(first.get("V"));
        assertThat(server.refused()).isEmpty();
    }

    @Test
    void aVersionChangesWhenTheWorkflowReadsOtherwise() {
        assertThat(versions("includeTags", false, "incremental", ENABLED).get("T"))
                .isNotEqualTo(versions("includeTags", false, "includeDDL", true, "incremental", ENABLED)
                        .get("T"));
    }

    @Test
    void aVersionChangesWhenAnotherRoleReads() {
        DatabaseMetadata metadata = Sources.including("includeTags", false, "incremental", ENABLED);
        assertThat(versions(TestSource.connection(server, "role", "INGESTION"), metadata)
                        .get("T"))
                .isNotEqualTo(versions(TestSource.connection(server), metadata).get("T"));
    }

    @Test
    void nothingIsAskedUnlessTheRunIsIncremental() {
        assertThat(versions("includeTags", false)).containsEntry("T", "none");
        assertThat(server.statementsByKind()).doesNotContainKey(KIND);
        assertThat(server.warehouse("COMPUTE_WH").resumed()).isZero();
    }
}
