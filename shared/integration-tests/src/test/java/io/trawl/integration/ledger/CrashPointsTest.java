package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.report.Report;
import io.trawl.environment.LocalRun;
import io.trawl.environment.Packaged;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.ManagedProcess;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that ends at any point of a run leaves a run that is gone on with, and the result is that of one that nothing
 * happened to. Each point is named, and a test fails if its process did not come to it.
 */
@Tag("processes")
class CrashPointsTest {

    @AutoClose
    private static EmbeddedDatabase server;

    private static Undisturbed undisturbed;

    /** Most of a case is waiting, for a process to start and for a lease to end. */
    private static final int AT_A_TIME = 3;

    private static ExecutorService threads;
    private static Map<CrashPoint, Future<?>> catalogs;
    private static Map<CrashPoint, Future<?>> snapshots;

    @BeforeAll
    static void start(@TempDir Path first) {
        server = FaultWarehouse.start();
        undisturbed = Undisturbed.runs(server);
        threads = Executors.newFixedThreadPool(AT_A_TIME);
        catalogs = begin(everyPoint(), first.resolve("catalog"), CrashPointsTest::crashAndCompareCatalog);
        snapshots = begin(pointsOfAFile(), first.resolve("file"), CrashPointsTest::crashAndCompareSnapshot);
    }

    private interface Case {
        void run(CrashPoint point, Path folder) throws Exception;
    }

    private static Map<CrashPoint, Future<?>> begin(Stream<CrashPoint> points, Path folder, Case each) {
        Map<CrashPoint, Future<?>> cases = new HashMap<>();
        points.forEach(point -> cases.put(point, threads.submit(() -> {
            each.run(point, Files.createDirectories(folder.resolve(name(point))));
            return null;
        })));
        return cases;
    }

    private static void await(Future<?> oneCase) throws Throwable {
        try {
            oneCase.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
    }

    static Stream<CrashPoint> everyPoint() {
        return CrashPoint.around(CrashPoint.OPERATIONS).stream();
    }

    /** Where the two kinds of sink differ. */
    static Stream<CrashPoint> pointsOfAFile() {
        String operations = "ledgerEnter sinkBegin sinkWriteHierarchy plan sinkWrite complete wroteLate sinkFinish end";
        return CrashPoint.around(List.of(operations.split(" "))).stream();
    }

    @ParameterizedTest
    @MethodSource("everyPoint")
    void theCatalogIsThatOfARunWithoutACrash(CrashPoint point) throws Throwable {
        await(catalogs.get(point));
    }

    @ParameterizedTest
    @MethodSource("pointsOfAFile")
    void theSnapshotIsThatOfARunWithoutACrash(CrashPoint point) throws Throwable {
        await(snapshots.get(point));
    }

    private static void crashAndCompareCatalog(CrashPoint point, Path folder) throws Exception {
        try (OpenMetadataServer catalog = FaultWarehouse.catalog()) {
            LocalRun workflow = FaultWarehouse.run(folder, "catalog-" + name(point), server, catalog);

            crash(workflow, point);
            Report report = workflow.resume();

            undisturbed.audit(workflow, report, catalog);
        }
    }

    private static void crashAndCompareSnapshot(CrashPoint point, Path folder) throws Exception {
        LocalRun workflow = FaultWarehouse.run(folder, "file-" + name(point), server);

        crash(workflow, point);
        Report report = workflow.resume();

        undisturbed.auditSnapshot(workflow, report);
        // After the end nothing is left to resume, so the lock's file stays; it locks nothing without its process.
        Path lock = folder.resolve(workflow.catalog().getFileName() + ".lock");
        boolean ended = point.toString().startsWith("after-end#");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> !ended || !file.equals(lock)))
                    .containsExactlyInAnyOrder(workflow.file(), workflow.catalog(), log(workflow));
        }
    }

    private static String name(CrashPoint point) {
        return point.toString().replace('#', '-');
    }

    private static Path log(LocalRun workflow) {
        return workflow.file().resolveSibling("process.log");
    }

    /** Processes that each come to an end at their point; the last one's is the one asked for. */
    private static void crash(LocalRun workflow, CrashPoint point) throws IOException, InterruptedException {
        boolean entering = point.operation().equals("ledgerEnter");
        if (entering) {
            crash(workflow, "begin", new CrashPoint("complete", true, 9));
        }
        crash(workflow, entering ? "resume" : "begin", point);
    }

    private static void crash(LocalRun workflow, String how, CrashPoint point)
            throws IOException, InterruptedException {
        ProcessBuilder builder = Packaged.java(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m", "-cp"),
                System.getProperty("java.class.path"),
                CrashingMain.class.getName(),
                workflow.written().toString(),
                how);
        builder.environment().put(CrashPoint.VARIABLE, point.toString());
        ManagedProcess process = ManagedProcess.start(builder, log(workflow));
        assertThat(process.await(Duration.ofMinutes(2))).isTrue();
        assertThat(process.exitCode())
                .as(point + " was not reached: " + Files.readString(log(workflow)))
                .isEqualTo(CrashPoint.EXIT_CODE);
    }
}
