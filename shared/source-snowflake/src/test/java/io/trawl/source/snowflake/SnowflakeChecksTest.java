package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Check;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.snowflake.Fault;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.Warehouse;
import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Routine;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.model.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code trawl check} says, and what goes wrong without a warehouse or a grant: that alone, in one line. */
@Timeout(120)
class SnowflakeChecksTest {

    private static final DatabaseMetadata PLAIN =
            Sources.including("includeTags", false, "includeStoredProcedures", false);

    private final SnowflakeServer server = SnowflakeServer.builder()
            .warehouse("COMPUTE_WH", Warehouse.State.SUSPENDED_AUTO_RESUME)
            .warehouse("ASLEEP", Warehouse.State.SUSPENDED)
            .warehouse("SPENT", Warehouse.State.QUOTA_EXCEEDED)
            .warehouse("OTHERS", Warehouse.State.STARTED, "OTHER")
            .model(model())
            .start();

    private static SnowflakeModel model() {
        Column id = Column.of("ID", ColumnType.date());
        Table tagged = Table.builder("T", TableKind.REGULAR)
                .columns(id)
                .tags(new Tag("D", "S", "COST_CENTER", "sales"))
                .build();
        return SnowflakeModel.of(Database.of(
                "D",
                Schema.builder("S")
                        .tables(
                                tagged,
                                Table.builder("V", TableKind.VIEW)
                                        .columns(id)
                                        .text("SELECT ID FROM T")
                                        .build())
                        .procedures(Routine.of("P", "NUMBER", "1"))
                        .build()));
    }

    @AfterEach
    void stop() {
        assertThat(server.refused()).isEmpty();
        server.close();
    }

    private DiscoverableSource open(DatabaseMetadata metadata, Object... namesAndValues) {
        return TestSource.open(TestSource.connection(server, namesAndValues), metadata);
    }

    private static List<String> lines(DiscoverableSource source) {
        return source.check().stream()
                .map(check -> check.name() + " | " + check.failure() + " | " + check.detail())
                .toList();
    }

    private String address() {
        return "127.0.0.1:" + server.port();
    }

    @Test
    void aWorkflowThatNeedsNoWarehouseIsToldSo() {
        try (DiscoverableSource source = open(PLAIN)) {
            assertThat(lines(source))
                    .containsExactly(
                            "source login | null | Snowflake " + SnowflakeServer.VERSION + " at " + address()
                                    + ", account ACME-TRAWL_TEST, as TRAWL with role INGESTION, query tag trawl",
                            "source warehouse | null | COMPUTE_WH: not needed by this workflow, except for a schema with"
                                    + " more than 10,000 columns or keys",
                            "source databases | null | 1 with 1 schemas; the filters leave out 1",
                            "source database D | null | 1 tables and 1 views in 1 of 1 schemas");
        }
        assertThat(server.warehouse("COMPUTE_WH").resumed()).isZero();
    }

    @Test
    void aWarehouseThatTheRoleMayNotUseFailsTheCheckOnlyIfItIsNeeded() {
        try (DiscoverableSource source = open(Sources.including("includeTags", false), "warehouse", "OTHERS")) {
            assertThat(lines(source))
                    .contains("source warehouse | INVALID | 'OTHERS' does not exist, or role INGESTION may not use it;"
                            + " needed for the text of procedures and functions (includeStoredProcedures), and for a"
                            + " schema with more than 10,000 columns or keys");
        }
        try (DiscoverableSource source = open(PLAIN, "warehouse", "OTHERS")) {
            assertThat(source.check()).extracting(Check::failure).containsOnlyNulls();
        }
    }

    @Test
    void aSchemaThatIsHiddenFailsTheCheckOfItsDatabase() {
        server.plan(sql -> sql.startsWith("SHOW VIEWS"), 1, Fault.insufficientPrivileges("schema 'S'"));
        try (DiscoverableSource source = open(PLAIN)) {
            assertThat(lines(source))
                    .contains("source database D | PERMISSION | 1 tables and 0 views in 1 of 1 schemas; schema S: SQL"
                            + " access control error: Insufficient privileges to operate on schema 'S'.");
        }
    }

    @Test
    void tagsAreClassifications() {
        server.update(model -> model.accountUsageFor("INGESTION"));
        try (DiscoverableSource source = open(DatabaseMetadata.defaults())) {
            Hierarchy hierarchy = source.discoverHierarchy();
            assertThat(hierarchy.failures()).isEmpty();
            assertThat(hierarchy.classifications())
                    .containsExactly(new Hierarchy.Classification(
                            "COST_CENTER",
                            "SNOWFLAKE TAG NAME",
                            List.of(new Hierarchy.Tag("sales", "SNOWFLAKE TAG VALUE"))));
        }
    }

    @Test
    void withoutTheGrantThereAreNoTagsAndThatIsSaidOnce() {
        server.update(model -> model.with(Database.of("E", TestSource.schema("S", 1))));
        try (DiscoverableSource source = open(DatabaseMetadata.defaults())) {
            Hierarchy hierarchy = source.discoverHierarchy();
            assertThat(hierarchy.databases()).hasSize(2).allMatch(database -> database.failure() == null);
            assertThat(hierarchy.classifications()).isEmpty();
            assertThat(hierarchy.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.type()).isEqualTo(EntityType.TAG);
                assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
                assertThat(failure.message())
                        .startsWith("source snowflake at " + address() + "/D: SQL compilation error: ")
                        .endsWith("; no tags are read: includeTags needs the warehouse, and SELECT on"
                                + " SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES");
            });
            assertThat(source.check()).extracting(Check::failure).containsOnlyNulls();
        }
    }

    @Test
    void aWarehouseThatDoesNotResumeFailsWhatNeedsIt() {
        server.update(model -> model.accountUsageFor("INGESTION"));
        for (String warehouse : List.of("ASLEEP", "SPENT", "OTHERS")) {
            try (DiscoverableSource source = open(DatabaseMetadata.defaults(), "warehouse", warehouse)) {
                assertThat(source.discoverHierarchy().failures())
                        .singleElement()
                        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.INVALID));
                List<ReadResult> tables = Sources.read(source, Sources.listAll(source, EntityType.TABLE));
                assertThat(tables).hasSize(2).allMatch(ReadResult.Read.class::isInstance);
                List<ReadResult> routines = Sources.read(source, Sources.listAll(source, EntityType.STORED_PROCEDURE));
                assertThat(routines).hasSize(1);
                Sources.assertFailed(routines.get(0), FailureKind.INVALID)
                        .startsWith("source snowflake at " + address()
                                + "/D: the configured warehouse cannot be used, or does not resume: ");
            }
        }
    }

    @Test
    void aServiceThatIsBusyIsThrottled() {
        server.plan(sql -> sql.startsWith("SHOW COLUMNS"), 100, Fault.http(429));
        try (DiscoverableSource source = open(PLAIN)) {
            List<ReadResult> tables = Sources.read(source, Sources.listAll(source, EntityType.TABLE));
            tables.forEach(each -> Sources.assertFailed(each, FailureKind.THROTTLED)
                    .contains("HTTP status 429 of Snowflake's service"));
        }
    }

    @Test
    void theDriverLogsNothing() {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                if (String.valueOf(logged.getLoggerName()).startsWith("net.snowflake")) {
                    records.add(logged);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try (DiscoverableSource source = open(PLAIN)) {
            server.plan(sql -> true, 2, Fault.http(404));
            assertThat(source.check()).extracting(Check::failure).containsExactly(FailureKind.INVALID);
        } finally {
            root.removeHandler(handler);
        }
        assertThat(records).isEmpty();
    }

    @Test
    void timeLimitsReachTheSession() {
        Map<String, Object> arguments = new HashMap<>(TestSource.address(server));
        arguments.put("session_parameters", Map.of("STATEMENT_TIMEOUT_IN_SECONDS", 7));
        server.plan(sql -> sql.startsWith("SHOW SCHEMAS"), 100, Fault.statementTimeout(7));
        try (DiscoverableSource source = open(PLAIN, "connectionArguments", arguments)) {
            assertThat(source.discoverHierarchy().databases()).singleElement().satisfies(database -> {
                assertThat(database.failure().kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(database.failure().message())
                        .isEqualTo(
                                "source snowflake at " + address() + "/D: Statement reached its statement or warehouse"
                                        + " timeout of 7 second(s) and was canceled.");
            });
        }
    }
}
