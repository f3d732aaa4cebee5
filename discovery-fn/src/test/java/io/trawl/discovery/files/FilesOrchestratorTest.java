package io.trawl.discovery.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.discovery.cli.InProcessCli;
import io.trawl.engine.IngestionEngine;
import io.trawl.environment.Await;
import io.trawl.environment.CatalogAudit;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
@Tag("processes")
class FilesOrchestratorTest {

    private static final int TABLES = 40;

    @AutoClose
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = TestEnvironment.warehouse(TABLES, 4, 2);
    }

    private static CatalogAudit audit;

    @TempDir
    private Path folder;

    private final ClassLoader classes = Thread.currentThread().getContextClassLoader();
    private final ExecutorService processes = Executors.newCachedThreadPool();
    private final List<Future<?>> started = new ArrayList<>();
    private TestEnvironment environment;
    private OpenMetadataServer catalog;
    private Path directory;

    /** The provider is found as any other, but by this test alone. */
    @BeforeEach
    void provide() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(OrchestratorProvider.class.getName()), FilesProvider.class.getName());
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {folder.toUri().toURL()}, classes));
        environment = TestEnvironment.in(folder, server).catalog().open();
        catalog = environment.catalog;
        directory = Files.createDirectory(folder.resolve("exchange"));
    }

    @AfterEach
    void end() throws InterruptedException {
        Thread.currentThread().setContextClassLoader(classes);
        processes.shutdownNow();
        boolean ended = processes.awaitTermination(10, TimeUnit.SECONDS);
        environment.close();
        assertThat(ended).as("the processes have ended").isTrue();
    }

    /** @param name of the workflow, by which its runs are found in the ledger */
    private Path write(String name, String orchestrator, String keys) {
        return environment.write(
                name,
                environment
                        .yaml(TestEnvironment.SERVICE)
                        .execution("orchestrator: " + orchestrator + ", parallelism: 2, entitiesPerBatch: 4,"
                                + " retryPolicy: {backoffSeconds: 0.1}, " + keys));
    }

    private Cli.Result run(String... arguments) {
        return InProcessCli.run(environment.variables, arguments);
    }

    private Future<Cli.Result> begin(String command, Path workflow) {
        return processes.submit(() -> run(command.split(" ")[0], command.split(" ")[1], "-c", workflow.toString()));
    }

    /** Starts a process for the runs of a workflow. */
    private void start(Path file, Part part) {
        started.add(processes.submit(() -> {
            Workflow workflow = new WorkflowReader(environment.variables).read(file);
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
        CatalogAudit audit = environment.audit();
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

        Cli.Result result = ingest.get().ok();
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
        Cli.Result stop = run("stop", "latest", "-c", file.toString()).ok();
        ingest.get().with(130);
        start(file, process -> process.work("worker-1"));
        assertOnlyLeft(taken);
        assertThat(catalog.all("table")).isEmpty();

        assertThat(run("resume", "latest", "--no-progress", "-c", file.toString())
                        .ok()
                        .out())
                .contains("ingested " + TABLES, "state: success");
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
