package io.trawl.source.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.engine.Run;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.SampleWarehouse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run ends within five seconds after it was asked to, wherever it stands, while the server takes no connection. What a signal
 * does is {@link Run#stop}; that the process then ends with its exit code is the command line's test.
 */
@Timeout(300)
@Tag("processes")
class StopTest {

    private static final int MOMENTS = 10;
    private static final Duration LONGEST_RUN = Duration.ofMillis(2_500);

    @AutoClose
    private static EmbeddedDatabase server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.start();
        for (String database : new String[] {"one", "two"}) {
            SampleWarehouse.plain(400, 8, 4).fill(server, database);
        }
        server.execute("CREATE ROLE reader LOGIN");
    }

    /** How a server takes no connection. */
    enum Fault {
        /** 53300. */
        TOO_MANY {
            @Override
            void begin(FaultProxy proxy) {
                server.execute("ALTER ROLE reader CONNECTION LIMIT 0");
                proxy.cutAll();
            }
        },
        REFUSED {
            @Override
            void begin(FaultProxy proxy) {
                proxy.refuse().cutAll();
            }
        },
        /** Nothing is answered any more, and connections stay. */
        SILENT {
            @Override
            void begin(FaultProxy proxy) {
                proxy.freeze();
            }
        };

        abstract void begin(FaultProxy proxy);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aRunEndsWithinFiveSeconds(Fault fault) throws Exception {
        long seed = System.nanoTime();
        System.err.println("StopTest " + fault + ": seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < MOMENTS; i++) {
            // Every third begins with a server that takes nothing.
            long faultAfter = i % 3 == 0 ? 0 : random.nextLong(LONGEST_RUN.toMillis());
            long stopAfter = faultAfter + random.nextLong(LONGEST_RUN.toMillis());
            server.execute("ALTER ROLE reader CONNECTION LIMIT -1");
            try (FaultProxy proxy = FaultProxy.start(server)) {
                if (faultAfter == 0) {
                    fault.begin(proxy);
                }
                stopAtSomeMoment(fault, proxy, faultAfter, stopAfter, folder.resolve(fault + "-" + i + ".ndjson"));
            }
        }
    }

    private static void stopAtSomeMoment(Fault fault, FaultProxy proxy, long faultAfter, long stopAfter, Path file)
            throws Exception {
        CompletableFuture<Run> begun = new CompletableFuture<>();
        FileRun run = new FileRun(file, proxy.hostPort(), "one")
                .username("reader")
                .connection("ingestAllDatabases: true")
                .workflowConfig("successThreshold: 0, distributedExecution: {enabled: true, parallelism: 3,"
                        + " maxSourceConnections: 3, entitiesPerBatch: 3}");
        CompletableFuture<Report> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                ended.complete(run.execute(RunListener.NONE, begun::complete));
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        thread.start();
        Run underWay = begun.get();
        pause(ended, faultAfter);
        if (faultAfter > 0) {
            fault.begin(proxy);
        }
        pause(ended, stopAfter - faultAfter);
        long asked = System.nanoTime();
        underWay.stop();
        thread.join();
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        String when = fault + " after " + faultAfter + " ms, stopped after " + stopAfter + " ms";
        assertThat(took).as(when).isLessThan(Duration.ofSeconds(5));
        try {
            Report.State state = ended.get().state();
            if (faultAfter == 0) { // else it may have come to its end by itself
                assertThat(state).as(when).isEqualTo(Report.State.STOPPED);
            }
        } catch (ExecutionException e) {
            // It was out of reach before it was stopped.
            assertThat(e.getCause()).as(when).isInstanceOf(TrawlException.class);
        }
    }

    /** Waits for so long, or for the end of the run. */
    private static void pause(CompletableFuture<Report> ended, long millis) throws InterruptedException {
        try {
            ended.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The moment has come.
        }
    }
}
