package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.Providers;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.State;
import io.trawl.engine.RunListener;
import io.trawl.environment.Intercepted;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.SampleWarehouse;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between Trawl and a real PostgreSQL, and that it stays where it happened. */
class FaultsTest {

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        SampleWarehouse.plain(1_000, 12, 10).fill(server, EmbeddedDatabase.DATABASE);
    }

    @Test
    void connectionsCutAtRandomCostTimeAndNothingElse() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        try (FaultProxy proxy = FaultProxy.start(server)) {
            proxy.cutSometimes(0.05, seed);
            LocalRun run = new LocalRun(folder, proxy.hostPort(), EmbeddedDatabase.DATABASE)
                    .execution("parallelism: 4, entitiesPerBatch: 10,"
                            + " retryPolicy: {maxAttempts: 20, backoffSeconds: 0.05, maxBackoffSeconds: 0.2}");

            Report report = run.execute();

            assertThat(report.failures()).isEmpty();
            assertThat(run.requests("table")).hasSize(1_000);
            assertThat(proxy.cut()).isPositive();
        }
    }

    @Test
    void aTableDroppedInMidRunIsGoneAndNoFailure() {
        server.execute(EmbeddedDatabase.DATABASE, "CREATE SCHEMA vanishing; CREATE TABLE vanishing.a (id int)");
        Providers dropping = Intercepted.sources(call -> {
            if (call.name().equals("sourceProcessEntities")) {
                server.execute(EmbeddedDatabase.DATABASE, "DROP SCHEMA IF EXISTS vanishing CASCADE");
            }
            return call.proceed();
        });
        LocalRun run = new LocalRun(folder, server, EmbeddedDatabase.DATABASE)
                .source("schemaFilterPattern: {includes: ['vanishing']}")
                .execution("parallelism: 2");
        Report report = run.execute(RunStart.anew(), dropping);

        assertThat(report.entities().gone()).isEqualTo(1);
        assertThat(report.state()).isEqualTo(State.SUCCESS);
    }

    @Test
    void aConnectionCutWhileListingThatStaysCutIsAnIncompleteListing() {
        try (FaultProxy proxy = FaultProxy.start(server)) {
            AtomicBoolean cut = new AtomicBoolean();
            RunListener cutting = new RunListener() {
                @Override
                public void phase(Phase phase) {
                    if (phase == Phase.INGESTION && cut.compareAndSet(false, true)) {
                        proxy.refuse();
                        proxy.cutAll();
                    }
                }
            };

            Report report = new LocalRun(folder, proxy.hostPort(), EmbeddedDatabase.DATABASE)
                    .execution("parallelism: 2, retryPolicy: {maxAttempts: 2, backoffSeconds: 0.05}")
                    .execute(cutting, run -> {});

            assertThat(report.state()).isEqualTo(State.FAILED);
            assertThat(report.failures()).isNotEmpty().allSatisfy(failure -> assertThat(failure.message())
                    .startsWith("could not list every"));
        }
    }

    @Test
    void stoppedRunsEndAndLeaveNoFile() {
        LocalRun run = new LocalRun(folder, server, EmbeddedDatabase.DATABASE)
                .execution("parallelism: 2, entitiesPerBatch: 5");

        Report report = run.executeAndStopAfter(1);

        assertThat(report.state()).isEqualTo(State.STOPPED);
        assertThat(report.entities().ingested()).isPositive().isLessThan(1_000);
        assertThat(run.catalog()).doesNotExist();
    }
}
