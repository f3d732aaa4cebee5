package io.trawl.discovery.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.LedgerEnvironment;
import io.trawl.config.WorkflowReader;
import io.trawl.discovery.WarehouseWorkflow;
import io.trawl.discovery.cli.Cli;
import io.trawl.discovery.cli.InProcessCli;
import io.trawl.discovery.ledger.Await;
import io.trawl.discovery.ledger.CatalogAudit;
import io.trawl.engine.IngestionEngine;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An orchestrator is one provider: the real command line, engine and ledger run a workflow through a directory of files. Each
 * process of the run is a thread that shares nothing with the others but that directory and the ledger.
 */
@Timeout(120)
class FilesOrchestratorTest {

    private static final int TABLES = 40;

    private static EmbeddedDatabase server;
    private static CatalogAudit audit;

    @TempDir
    private Path folder;

    private final ClassLoader classes = Thread.currentThread().getContextClassLoader();
    private final ExecutorService processes = Executors.newCachedThreadPool();
    private final List<Future<?>> started = new ArrayList<>();
    private OpenMetadataServer catalog;
    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedDatabase.start();
        server.createDatabase("ledger");
        SampleWarehouse.plain(TABLES, 4, 2).fill(server, "warehouse");
        audit = new CatalogAudit("svc", server, "warehouse");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The provider is found as any other, but by this test alone. */
    @BeforeEach
    void provide() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(OrchestratorProvider.class.getName()), FilesProvider.class.getName());
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {folder.toUri().toURL()}, classes));
        catalog = OpenMetadataServer.builder().withoutSchemas().start();
        directory = Files.createDirectory(folder.resolve("exchange"));
        // So that its tables are there: a process that finds another one making them says that it waits.
        new IngestionEngine()
                .ledger(LedgerEnvironment.ledger(environment()).orElseThrow())
                .close();
    }

    @AfterEach
    void end() throws InterruptedException {
        Thread.currentThread().setContextClassLoader(classes);
        processes.shutdownNow();
        boolean ended = processes.awaitTermination(10, TimeUnit.SECONDS);
        catalog.close();
        assertThat(ended).as("the processes have ended").isTrue();
    }

    /** @param name of the workflow, by which its runs are found in the ledger */
    private Path write(String name, String orchestrator, String keys) throws IOException {
        WarehouseWorkflow workflow = new WarehouseWorkflow(
                orchestrator,
                "svc",
                new WarehouseWorkflow.Source(EmbeddedDatabase.USERNAME, "none", server.hostPort()),
                "",
                catalog.hostPort());
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                workflow.yaml("parallelism: 2", "entitiesPerBatch: 4", "retryPolicy: {backoffSeconds: 0.1}", keys));
    }

    private Map<String, String> environment() {
        return Map.of(
                "OM_TOKEN",
                catalog.botToken(),
                "TRAWL_LEDGER_URL",
                "jdbc:postgresql://" + server.hostPort() + "/ledger",
                "TRAWL_LEDGER_USERNAME",
                EmbeddedDatabase.USERNAME);
    }

    private Cli.Result run(String... arguments) {
        return InProcessCli.run(environment(), arguments);
    }

    private Future<Cli.Result> begin(String command, Path workflow) {
        return processes.submit(() -> run(command.split(" ")[0], command.split(" ")[1], "-c", workflow.toString()));
    }

    /** Starts a process for the runs of a workflow. */
    private void start(Path file, Part part) {
        started.add(processes.submit(() -> {
            Workflow workflow = new WorkflowReader(environment()).read(file);
            part.play(new FilesProcess(new IngestionEngine(), workflow, (FilesConfig)
                    workflow.execution().orchestrator().config()));
            return null;
        }));
    }

    private interface Part {
        void play(FilesProcess process) throws Exception;
    }

    /** Takes the file of a batch as soon as there is one, as a worker does that is lost then. */
    private Path take() throws Exception {
        Path taken = directory.resolve("taken");
        Await.until(() -> "no batch in " + directory + "; " + started, () -> {
            for (Path file : files()) {
                if (file.toString().endsWith(FilesConfig.BATCH) && file.toFile().renameTo(taken.toFile())) {
                    return true;
                }
            }
            return false;
        });
        return taken;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** The workers take what is there and the leader removes the request a moment after the run has ended in the ledger. */
    private void assertOnlyLeft(Path... files) throws Exception {
        Await.until(() -> "other files are left in " + directory, () -> files().equals(List.of(files)));
        assertThat(started).as("processes that have broken").noneMatch(Future::isDone);
    }

    private void assertEverythingIsThereOnce() {
        assertThat(audit.faults(catalog)).isEmpty();
        assertThat(catalog.all("table")).hasSize(TABLES).allSatisfy(table -> assertThat(table.writes())
                .as(table.fqn() + ", which is written without its foreign keys first")
                .isEqualTo(audit.hasForeignKey(table.fqn()) ? 2 : 1));
    }

    @Test
    void everythingArrivesOnceAlthoughAWorkerIsLost() throws Exception {
        Path file = write("lost", "files", "directory: '" + directory + "'");
        start(file, FilesProcess::lead);
        Future<Cli.Result> ingest = begin("ingest --no-progress", file);
        Path taken = take();
        start(file, process -> process.work("worker-1"));
        start(file, process -> process.work("worker-2"));

        Cli.Result result = ingest.get();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("(files mode)", "ingested " + TABLES, "state: success");
        assertEverythingIsThereOnce();
        assertOnlyLeft(taken);
    }

    @Test
    void aRunIsStoppedAndResumed() throws Exception {
        Path file = write("stopped", "files", "directory: '" + directory + "'");
        start(file, FilesProcess::lead);
        Future<Cli.Result> ingest = begin("ingest --no-progress", file);
        Path taken = take();
        Cli.Result stop = run("stop", "latest", "-c", file.toString());
        assertThat(stop.exitCode()).as(stop.toString()).isZero();
        assertThat(ingest.get().exitCode()).as(ingest.get().toString()).isEqualTo(130);
        start(file, process -> process.work("worker-1"));
        assertOnlyLeft(taken);
        assertThat(catalog.all("table")).isEmpty();

        Cli.Result resumed = run("resume", "latest", "--no-progress", "-c", file.toString());

        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        assertThat(resumed.out()).contains("ingested " + TABLES, "state: success");
        assertEverythingIsThereOnce();
        assertOnlyLeft(taken);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "files, timeoutSeconds: 60, .directory: is required",
                "files, directory: '', .directory: '' is no absolute path of a directory",
                "files, directory: files, .directory: 'files' is no absolute path of a directory",
                "files, directory: /no/such, .directory: '/no/such' is no absolute path of a directory",
                "files, directory: [a], \".directory: expected text, found a list\"",
                "files, directori: /tmp, \".directori: unknown key, did you mean directory?\"",
                "local, directory: /tmp, .directory: is for orchestrator: files",
                "argo, directory: /tmp, .directory: is for orchestrator: files",
                "file, directory: /tmp, \".orchestrator: 'file' is none of local, knative, argo, files\""
            })
    void aWrongKeyIsOneLine(String orchestrator, String keys, String what) throws IOException {
        Path file = write("wrong", orchestrator, keys);

        Cli.Result result = run("ingest", "-c", file.toString());

        assertThat(result)
                .isEqualTo(new Cli.Result(
                        2, "", "trawl: " + file + ": workflowConfig.distributedExecution" + what + "\n"));
    }
}
