package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.ConnectionBudget.Lease;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.ConnectionSampler;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes, four on each of two workflows, want twenty connections each to one server that may see ten; three of
 * them are killed.
 */
@Tag("processes")
class BudgetIT {

    private static final int BUDGET = 10;
    private static final int TABLES = 1_000;

    @TempDir
    Path folder;

    @Test
    void theSourceNeverSeesMoreConnectionsThanItsBudget() throws Exception {
        Random random = new Random(TestEnvironment.seed());
        try (EmbeddedDatabase source = EmbeddedDatabase.start();
                EmbeddedDatabase ledgers = EmbeddedDatabase.start(Map.of("max_connections", "200"))) {
            try (TestEnvironment salesSite = environment("sales", source, ledgers);
                    TestEnvironment stockSite = environment("stock", source, ledgers);
                    ConnectionSampler sampler = ConnectionSampler.start(source)) {
                WriteGate salesGate = shut(salesSite.catalog);
                WriteGate stockGate = shut(stockSite.catalog);
                List<Cli> processes = new ArrayList<>();
                for (TestEnvironment site : List.of(salesSite, stockSite)) {
                    processes.add(site.joined(site.start("ingest", "--no-progress")));
                    for (int i = 0; i < 3; i++) {
                        processes.add(site.start("ingest", "--join", "latest", "--no-progress"));
                    }
                }
                for (Cli cli : processes) {
                    salesSite.joined(cli); // both workflows are in one ledger
                }
                Collections.shuffle(processes, random);
                for (Cli victim : List.copyOf(processes.subList(0, 3))) {
                    salesGate.openForAnother(10);
                    stockGate.openForAnother(10);
                    salesSite.await("writes come", () -> salesGate.holds() && stockGate.holds());
                    assertThat(leases(salesSite)).isBetween(1L, (long) BUDGET);
                    victim.kill();
                    processes.remove(victim);
                }
                salesGate.open();
                stockGate.open();

                for (Cli cli : processes) {
                    cli.await().ok();
                }
                assertThat(processes).hasSize(5);
                assertThat(salesSite.faults()).isEmpty();
                assertThat(stockSite.faults()).isEmpty();
                System.out.println("connections: " + sampler.max() + " at most in " + sampler.samples() + " looks");
                assertThat(sampler.max()).isBetween(1, BUDGET);
                assertAllCanBeHad(salesSite);
            }
        }
    }

    private static WriteGate shut(OpenMetadataServer catalog) {
        WriteGate gate = new WriteGate(catalog);
        gate.openTo(0);
        return gate;
    }

    private TestEnvironment environment(String name, EmbeddedDatabase source, EmbeddedDatabase ledgers) {
        SampleWarehouse.plain(TABLES, 6, 5).fill(source, name);
        TestEnvironment environment = TestEnvironment.in(folder, source)
                .database(name)
                .ledger(ledgers, "ledger")
                .catalog()
                .open();
        environment.write(
                name,
                environment
                        .yaml(TestEnvironment.SERVICE)
                        .source("includeStoredProcedures: false")
                        .execution("parallelism: 20, entitiesPerBatch: 5, maxSourceConnections: " + BUDGET));
        return environment;
    }

    private static long leases(TestEnvironment site) {
        return site.ledger().number("SELECT count(*) FROM trawl.connection_lease WHERE until > clock_timestamp()");
    }

    private static void assertAllCanBeHad(TestEnvironment site) throws Exception {
        site.await("the leases of the dead end", () -> leases(site) == 0);
        assertThat(site.ledger().list("SELECT DISTINCT size || ' ' || allowed FROM trawl.connection_budget"))
                .containsExactly(BUDGET + " " + BUDGET);
        String server = site.ledger().text("SELECT server FROM trawl.connection_budget");
        try (DurableLedger ledger = site.openLedger()) {
            ConnectionBudget budget = ledger.connectionBudget(server, BUDGET);
            for (int i = 0; i < BUDGET; i++) {
                Lease lease = budget.acquire(Duration.ofMinutes(1));
                assertThat(lease).as("connection " + (i + 1)).isNotNull();
            }
            assertThat(leases(site)).isEqualTo(BUDGET);
        }
    }
}
