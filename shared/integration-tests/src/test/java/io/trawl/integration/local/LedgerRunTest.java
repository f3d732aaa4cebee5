package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.environment.LocalRun;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that a ledger in PostgreSQL records: resumed, retried, and skipped where nothing changed. */
class LedgerRunTest {

    private static final int TABLES = 1_000;

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = TestEnvironment.warehouse(TABLES, 5, 4);
        server.createDatabase("ledger");
        server.createDatabase("warehouse");
    }

    private LocalRun run() {
        return new LocalRun(folder, server, "warehouse").ledger(server, "ledger");
    }

    @Test
    void aStoppedRunIntoAFileGoesOnWhereItStood() {
        LocalRun run = run().execution("parallelism: 2, entitiesPerBatch: 20");
        Report first = run.executeAndStopAfter(TABLES / 2);
        assertThat(first.state()).isEqualTo(State.STOPPED);
        assertThat(first.entities().done()).isBetween(TABLES / 2L, TABLES - 1L);
        assertThat(run.catalog()).doesNotExist();

        Report second = run.execute(RunStart.resume(Ledger.LATEST));

        assertThat(second.runId()).isEqualTo(first.runId());
        assertThat(second.state()).isEqualTo(State.SUCCESS);
        assertThat(second.entities().ingested()).isEqualTo(TABLES);
        assertThat(run.requests("table")).hasSize(TABLES);
    }

    @Test
    void whatDidNotChangeIsNotWrittenAgain() {
        try (OpenMetadataServer catalog = OpenMetadataServer.builder().start()) {
            LocalRun run = run().openMetadata(catalog).execution("parallelism: 2");
            Report first = run.execute();
            assertThat(first.failures()).isEmpty();
            assertThat(first.entities().ingested()).isEqualTo(TABLES);
            long writes = writes(catalog);

            Report second = run.execute();

            assertThat(second.entities().unchanged()).isEqualTo(TABLES);
            assertThat(second.entities().ingested()).isZero();
            assertThat(writes(catalog)).isEqualTo(writes);
        }
    }

    private static long writes(OpenMetadataServer catalog) {
        return catalog.all("table").stream().mapToLong(StoredEntity::writes).sum();
    }
}
