package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Cli;
import io.trawl.environment.HoldPoint;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.TestEnvironmentBuilder;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.StatementLog;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is killed half-way and resumed: about half of the reading, and the same at the end. */
@Tag("processes")
class ResumeIT {

    private static final int TABLES = 1_000;
    private static final int PER_BATCH = 10;
    private static final int BATCHES = TABLES / PER_BATCH;

    @AutoClose
    private static EmbeddedDatabase source;

    @AutoClose
    private static EmbeddedDatabase ledgers;

    private static StatementLog log;

    @TempDir
    Path folder;

    @BeforeAll
    static void fill() {
        source = EmbeddedDatabase.start(StatementLog.settings());
        log = new StatementLog(source);
        ledgers = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 6, 5).fill(source, TestEnvironment.DATABASE);
    }

    private TestEnvironment environment(String name, boolean intoCatalog) {
        TestEnvironmentBuilder parts = TestEnvironment.in(folder, source).ledger(ledgers, "ledger_" + name);
        TestEnvironment environment = (intoCatalog ? parts.catalog() : parts).open();
        WorkflowYaml yaml = environment
                .yaml(TestEnvironment.SERVICE)
                .source("includeStoredProcedures: false")
                .execution("parallelism: 2, entitiesPerBatch: " + PER_BATCH);
        environment.write(name, intoCatalog ? yaml : yaml.toFile(name + ".ndjson"));
        return environment;
    }

    /** How many statements the source sees while a process runs to its end. */
    private static int statements(TestEnvironment site, String... arguments) {
        StatementLog.Mark before = log.mark();
        site.run(arguments).ok();
        return log.since(before).statements("trawl").size();
    }

    private static void assertAboutHalf(int resumed, int whole) {
        System.out.println(
                "statements on the source: " + whole + " at once, " + resumed + " to resume from the middle");
        assertThat(resumed).isBetween(whole * 35 / 100, whole * 65 / 100);
    }

    @Test
    void intoACatalog() throws Exception {
        try (TestEnvironment whole = environment("whole_catalog", true);
                TestEnvironment halved = environment("halved_catalog", true)) {
            int all = statements(whole, "ingest", "--no-progress");

            // Each batch has tables with foreign keys, so it is written twice: this is the middle.
            WriteGate gate = new WriteGate(halved.catalog);
            gate.openTo(BATCHES);
            Cli first = halved.start("ingest", "--no-progress");
            halved.await("half of the writes come", gate::holds);
            first.kill();
            gate.open();
            int rest = statements(halved, "resume", "latest", "--no-progress");

            assertAboutHalf(rest, all);
            assertThat(halved.faults()).isEmpty();
            assertThat(documents(halved.catalog)).isEqualTo(documents(whole.catalog));
        }
    }

    private static TreeMap<String, String> documents(OpenMetadataServer catalog) {
        TreeMap<String, String> documents = new TreeMap<>();
        for (StoredEntity stored : catalog.all("table")) {
            documents.put(stored.fqn(), stored.document().toString());
        }
        return documents;
    }

    @Test
    void intoAFile() throws Exception {
        try (TestEnvironment whole = environment("whole", false);
                TestEnvironment halved = environment("halved", false)) {
            int all = statements(whole, "ingest", "--no-progress");

            Cli first;
            // Recorded are the hierarchy in three statements, the listing in one, and then batches as they are
            // completed.
            try (HoldPoint completion = halved.ledger().hold("INSERT", "trawl.counter", 3 + 1 + BATCHES / 2)) {
                first = halved.start("ingest", "--no-progress");
                halved.await("half of the batches are completed", completion::holds);
                first.kill();
                completion.dismiss(); // their lines are in the file, and the ledger never hears of it
            }
            Path partial = partial();
            assertThat(Files.readAllLines(partial)).hasSizeGreaterThan(TABLES / 2);
            Files.writeString(partial, "{\"type\":\"table\",\"fqn\":\"svc.ware", StandardOpenOption.APPEND);
            assertThat(folder.resolve("halved.ndjson")).doesNotExist();
            int rest = statements(halved, "resume", "latest", "--no-progress");

            assertAboutHalf(rest, all);
            List<String> lines = Files.readAllLines(folder.resolve("halved.ndjson"));
            assertThat(lines).doesNotHaveDuplicates();
            assertThat(lines).containsExactlyInAnyOrderElementsOf(Files.readAllLines(folder.resolve("whole.ndjson")));
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("{\"type\":\"table\""))
                    .hasSize(TABLES);
            assertThat(partial).doesNotExist();
        }
    }

    private Path partial() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".partial"))
                    .findAny()
                    .orElseThrow();
        }
    }
}
