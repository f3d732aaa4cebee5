package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.environment.CatalogAudit;
import io.trawl.environment.Cli;
import io.trawl.environment.HoldPoint;
import io.trawl.environment.LedgerView;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes work on one run, and one after the other is killed (SIGKILL) and replaced: nothing is missing at the end,
 * nothing is there that should not be, and nothing took effect twice.
 */
@Tag("processes")
class AuditIT {

    private static final int PER_BATCH = 25;
    private static final int KILLED_IN_LISTING = 2;
    private static final int KILLED_IN_REFERENCES = 3;

    @TempDir
    Path folder;

    @Test
    void someTablesAndNineKills() throws Exception {
        audit(2_500, 9);
    }

    @Test
    @Tag("slow")
    void tenThousandTablesAndTwentyFourKills() throws Exception {
        audit(10_000, 24);
    }

    private void audit(int tables, int kills) throws Exception {
        Random random = new Random(TestEnvironment.seed());
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            SampleWarehouse.plain(tables, 6, 20).fill(server, TestEnvironment.DATABASE);
            try (TestEnvironment site =
                    TestEnvironment.in(folder, server).catalog().open()) {
                site.write(
                        "audit",
                        site.yaml(TestEnvironment.SERVICE)
                                .source("includeStoredProcedures: false")
                                .put("", "ingestionPipelineFQN: " + TestEnvironment.PIPELINE)
                                .execution("parallelism: 2, maxSourceConnections: 8, entitiesPerBatch: " + PER_BATCH));
                CatalogAudit audit = site.audit();
                assertThat(audit.size()).isEqualTo(tables);
                WriteGate gate = new WriteGate(site.catalog);
                RunProcesses crew = new RunProcesses(site, random);
                gate.openTo(0);
                killWhileListing(site, gate, crew);
                for (int i = 0; i < 3; i++) {
                    site.joined(crew.join());
                }
                killWhileIngesting(
                        site, random, gate, crew, tables / PER_BATCH, kills - KILLED_IN_LISTING - KILLED_IN_REFERENCES);
                killWhileWritingReferences(site, gate, crew);
                gate.open();
                List<Cli.Result> results = crew.await();

                assertThat(crew.killed()).isEqualTo(kills);
                assertThat(results)
                        .hasSize(4)
                        .allSatisfy(result -> assertThat(result.ok().out()).contains("state: success"));
                check(audit, site, tables, crew);
            }
        }
    }

    /** The first process dies while it lists, and so does the one that goes on. */
    private static void killWhileListing(TestEnvironment site, WriteGate gate, RunProcesses crew) throws Exception {
        for (int i = 0; i < KILLED_IN_LISTING; i++) {
            // It waits in the middle of recording a part of what it has found.
            try (HoldPoint plan = site.ledger().hold("INSERT", "trawl.entity", i)) {
                crew.add(
                        i == 0
                                ? site.start("ingest", "--no-progress")
                                : site.joined(site.start("resume", "latest", "--no-progress")));
                site.await("a process that lists waits", plan::holds);
                crew.killLeader();
            }
            assertThat(site.ledger().phase()).isEqualTo("DISCOVERY");
        }
        site.joined(crew.add(site.start("resume", "latest", "--no-progress")));
        // Whoever leads has something to say to the catalog, too, behind its own writes.
        while (!site.ledger().phase().equals("INGESTION")) {
            gate.openForAnother(2);
            site.await(
                    "a write comes, or the listing ends",
                    () -> gate.holds() || site.ledger().phase().equals("INGESTION"));
        }
    }

    /** Any, and every third time the one that leads, when so many writes have come as the lot says. */
    private static void killWhileIngesting(
            TestEnvironment site, Random random, WriteGate gate, RunProcesses crew, int batches, int kills)
            throws Exception {
        TreeSet<Long> moments = new TreeSet<>();
        long begun = gate.arrived();
        while (moments.size() < kills) {
            moments.add(begun + 1 + random.nextInt(batches - 20 - (int) begun));
        }
        int number = 0;
        for (long moment : moments) {
            gate.openTo(moment);
            site.await("write " + (moment + 1) + " comes", gate::holds);
            if (number++ % 3 == 0) {
                crew.killLeader();
            } else {
                crew.killAny();
            }
            gate.openTo(moment + random.nextInt(4));
            crew.replace();
        }
    }

    /** The leader dies while it begins the phase, and twice while references are being written. */
    private static void killWhileWritingReferences(TestEnvironment site, WriteGate gate, RunProcesses crew)
            throws Exception {
        try (HoldPoint advance = site.ledger().hold("UPDATE OF phase", "trawl.run", 0)) {
            gate.open();
            site.await("a process that goes to another phase waits", advance::holds);
            gate.openForAnother(3);
            crew.killLeader();
        }
        for (int i = 1; i < KILLED_IN_REFERENCES; i++) {
            crew.replace();
            site.await("a write of references waits", gate::holds);
            assertThat(site.ledger().phase()).isEqualTo("REFERENCES");
            crew.killLeader();
            gate.openForAnother(3);
        }
        crew.replace();
    }

    private static void check(CatalogAudit audit, TestEnvironment site, int tables, RunProcesses crew)
            throws Exception {
        OpenMetadataServer catalog = site.catalog;
        assertThat(audit.faults(catalog)).isEmpty();
        long again = 0;
        for (StoredEntity stored : catalog.all("table")) {
            // Tables with foreign keys are written without them first.
            int effects = audit.hasForeignKey(stored.fqn()) ? 2 : 1;
            assertThat(stored.version()).as(stored.fqn()).isEqualTo(effects);
            again += stored.writes() - effects;
        }

        JsonNode report = site.report();
        long repeated = report.get("repeated").asLong();
        System.out.printf(
                "%d processes killed, %d told to resume and not to join; %d of %d entities handled once more, %d"
                        + " written once more%n",
                crew.killed(), crew.turnedAway(), repeated, tables, again);
        assertThat(repeated).isPositive().isGreaterThanOrEqualTo(again);
        assertThat(report.get("state").asText()).isEqualTo("success");
        JsonNode entities = report.get("entities");
        assertThat(entities.get("listed").asInt()).isEqualTo(tables);
        assertThat(entities.get("ingested").asInt()).isEqualTo(tables);
        for (String none : List.of("gone", "failed", "deleted", "unchanged")) {
            assertThat(entities.get(none).asInt()).as(none).isZero();
        }

        LedgerView ledger = site.ledger();
        assertThat(ledger.list("SELECT state FROM trawl.run")).containsExactly("SUCCESS");
        assertThat(ledger.number("SELECT count(*) FROM trawl.entity")).isEqualTo(tables);
        assertThat(ledger.number("SELECT count(*) FROM trawl.batch WHERE NOT done OR claimed"))
                .isZero();
        assertThat(catalog.pipelineStatuses(TestEnvironment.PIPELINE))
                .extracting(status -> status.path("pipelineState").asText())
                .filteredOn(state -> !state.equals("running"))
                .containsExactly("success");
    }
}
