package io.trawl.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.WorkflowYaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM ends the command within five seconds while the source takes no connection. */
@Tag("processes")
class StopIT {

    private static final int MOST_MILLIS = 2_000;

    @AutoClose
    private static EmbeddedDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
        SampleWarehouse.plain(2_000, 4, 2).fill(database, EmbeddedDatabase.DATABASE);
        database.execute(EmbeddedDatabase.DATABASE, "CREATE ROLE reader LOGIN");
    }

    /** When the source goes away: before the run looks at it, or while it is read. */
    enum Fault {
        TOO_MANY_AT_ONCE,
        SILENT_AT_ONCE,
        REFUSED_MEANWHILE,
        SILENT_MEANWHILE;

        private void begin(FaultProxy proxy) {
            switch (this) {
                case TOO_MANY_AT_ONCE ->
                    database.execute(EmbeddedDatabase.DATABASE, "ALTER ROLE reader CONNECTION LIMIT 0");
                case SILENT_AT_ONCE, SILENT_MEANWHILE -> proxy.freeze();
                case REFUSED_MEANWHILE -> proxy.refuse().cutAll();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aSignalIsObeyedAtOnce(Fault fault) throws Exception {
        long seed = System.nanoTime();
        System.err.println("StopIT " + fault + ": seed " + seed);
        long pause = new Random(seed).nextInt(MOST_MILLIS);
        boolean meanwhile = fault.name().endsWith("MEANWHILE");
        database.execute(EmbeddedDatabase.DATABASE, "ALTER ROLE reader CONNECTION LIMIT -1");
        try (FaultProxy proxy = FaultProxy.start(database)) {
            if (!meanwhile) {
                fault.begin(proxy);
            }
            Cli cli = workflow(proxy).start("ingest");
            // The first connection is the hierarchy's, and by then signals are handled; the second is a worker's.
            while (cli.process().isAlive() && proxy.total() < (meanwhile ? 2 : 1)) {
                Thread.onSpinWait();
            }
            if (meanwhile) {
                fault.begin(proxy);
            }
            cli.process()
                    .onExit()
                    .orTimeout(pause, TimeUnit.MILLISECONDS)
                    .handle((p, e) -> p)
                    .join();
            assertThat(cli.process().isAlive()).as(cli.err()).isTrue();
            long asked = System.nanoTime();
            cli.signal("TERM");
            Cli.Result result = cli.await();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
            result.with(130);
            assertThat(result.errLines()).last().asString().contains("run the same command again");
        }
    }

    /** While the ledger is opened nothing can be stopped, and nothing has been done. */
    @Test
    void aSignalBeforeTheRunBeginsIsAnswered() throws Exception {
        try (FaultProxy proxy = FaultProxy.start(database)) {
            proxy.freeze();
            Cli cli = workflow(proxy)
                    .execution("ledger: {url: 'jdbc:postgresql://" + proxy.hostPort() + "/postgres', username: reader}")
                    .start("ingest");
            while (cli.process().isAlive() && proxy.total() < 1) {
                Thread.onSpinWait();
            }
            cli.signal("TERM");
            Cli.Result result = cli.await().with(130);
            assertThat(result.errLines())
                    .last()
                    .asString()
                    .isEqualTo("trawl: interrupted before the run began; nothing was done");
        }
    }

    private LocalRun workflow(FaultProxy proxy) {
        return new LocalRun(folder, "shop", WorkflowYaml.postgres("svc", proxy.hostPort(), EmbeddedDatabase.DATABASE))
                .connection("username: reader")
                .execution("parallelism: 3, entitiesPerBatch: 2, retryPolicy: {maxAttempts: 50, backoffSeconds: 60}");
    }
}
