package io.trawl.discovery.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.engine.Run;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that a ledger in PostgreSQL records: resumed, retried, and skipped where nothing changed. */
class LedgerRunTest {

    private static final int TABLES = 1_000;

    private static EmbeddedDatabase server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        server.createDatabase("ledger");
        server.createDatabase("warehouse");
        SampleWarehouse.plain(TABLES, 5, 4).fill(server, "warehouse");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private LocalRun run() {
        return new LocalRun(folder, server.hostPort(), "warehouse").ledger(server, "ledger");
    }

    /** Stops a run once so many entities are done. */
    private static final class StopAfter implements RunListener {
        private final long limit;
        private final AtomicLong done = new AtomicLong();
        private final AtomicReference<Run> run = new AtomicReference<>();

        StopAfter(long limit) {
            this.limit = limit;
        }

        @Override
        public void completed(List<Outcome> outcomes) {
            if (done.addAndGet(outcomes.size()) >= limit) {
                run.get().stop();
            }
        }
    }

    @Test
    void aStoppedRunIntoAFileGoesOnWhereItStood() {
        LocalRun run = run().local("parallelism: 2, entitiesPerBatch: 20");
        StopAfter half = new StopAfter(TABLES / 2);
        Report first = run.execute(half, half.run::set);
        assertThat(first.state()).isEqualTo(State.STOPPED);
        assertThat(first.entities().done()).isBetween(TABLES / 2L, TABLES - 1L);
        assertThat(run.catalog()).doesNotExist();

        Report second = run.execute(RunStart.resume(Ledger.LATEST), RunListener.NONE, begun -> {});

        assertThat(second.runId()).isEqualTo(first.runId());
        assertThat(second.state()).isEqualTo(State.SUCCESS);
        assertThat(second.entities().ingested()).isEqualTo(TABLES);
        assertThat(run.requests("table")).hasSize(TABLES);
    }

    @Test
    void whatDidNotChangeIsNotWrittenAgain() {
        try (OpenMetadataServer catalog = OpenMetadataServer.builder().start()) {
            LocalRun run = run().openMetadata(catalog.hostPort().toString(), catalog.botToken())
                    .local("parallelism: 2");
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
