package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Folders;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What runs leave behind that nothing happened to: what the others are measured by.
 *
 * @param catalog what the catalog holds
 * @param snapshot what the file holds
 * @param report of the run into the catalog
 */
record Undisturbed(TreeMap<String, String> catalog, TreeMap<String, String> snapshot, Report report) {

    /** Runs into both kinds of sink. */
    static Undisturbed runs(EmbeddedDatabase server) {
        Path folder = newFolder();
        LocalRun toFile = FaultWarehouse.run(folder, "undisturbed-file", server);
        assertThat(toFile.resume().state()).isEqualTo(Report.State.SUCCESS);
        TreeMap<String, String> snapshot = FaultWarehouse.contents(toFile.catalog());
        assertThat(snapshot.keySet())
                .filteredOn(name -> name.startsWith("table"))
                .hasSize(FaultWarehouse.TABLES);
        try (OpenMetadataServer known = FaultWarehouse.catalog()) {
            Report report = FaultWarehouse.run(folder, "undisturbed-catalog", server, known)
                    .resume();
            TreeMap<String, String> catalog = FaultWarehouse.contents(known);
            for (String gone : FaultWarehouse.GONE) {
                assertThat(catalog.get("table " + gone)).startsWith("deleted");
            }
            assertThat(catalog.get("table " + FaultWarehouse.HELD_BACK)).startsWith("{");
            assertThat(catalog.values())
                    .filteredOn(text -> text.contains("FOREIGN_KEY"))
                    .hasSizeGreaterThan(50);
            return new Undisturbed(catalog, snapshot, report);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("undisturbed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The catalog is the same, and so say report and ledger. */
    void audit(LocalRun run, Report reported, OpenMetadataServer server) {
        assertThat(FaultWarehouse.contents(server)).isEqualTo(catalog);
        assertThat(reported.warnings())
                .filteredOn(warning -> !warning.startsWith("a worker was paused or cut off"))
                .isEqualTo(report.warnings());
        audit(run, reported);
    }

    /** The snapshot is the same, and so say report and ledger. */
    void auditSnapshot(LocalRun run, Report reported) {
        assertThat(FaultWarehouse.contents(run.catalog())).isEqualTo(snapshot);
        audit(run, reported);
    }

    private static void audit(LocalRun run, Report reported) {
        assertThat(reported.failures()).isEmpty();
        assertThat(reported.state()).isEqualTo(Report.State.SUCCESS);
        Report.Counts counts = reported.entities();
        assertThat(counts.listed()).isEqualTo(FaultWarehouse.TABLES);
        assertThat(counts.done()).isEqualTo(FaultWarehouse.TABLES);
        Workflow workflow = run.workflow();
        Map<EntityRecord.State, Long> states = new EnumMap<>(EntityRecord.State.class);
        try (DurableLedger ledger =
                new IngestionEngine().ledger(workflow.execution().ledger())) {
            ledger.forEachEntity(workflow.name(), Ledger.LATEST, entity -> states.merge(entity.state(), 1L, Long::sum));
        }
        assertThat(states.getOrDefault(EntityRecord.State.INGESTED, 0L)).isEqualTo(counts.ingested());
        assertThat(states.getOrDefault(EntityRecord.State.UNCHANGED, 0L)).isEqualTo(counts.unchanged());
        assertThat(states.keySet()).isSubsetOf(EntityRecord.State.INGESTED, EntityRecord.State.UNCHANGED);
    }
}
