package io.trawl.discovery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.source.ConnectionBudget.Lease;
import io.trawl.discovery.cli.Cli;
import io.trawl.ledger.postgresql.PostgresLedger;
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
        Random random = new Random(Site.seed());
        try (EmbeddedDatabase source = EmbeddedDatabase.start();
                EmbeddedDatabase ledgers = EmbeddedDatabase.start(Map.of("max_connections", "200"));
                OpenMetadataServer sales =
                        OpenMetadataServer.builder().withoutSchemas().start();
                OpenMetadataServer stock =
                        OpenMetadataServer.builder().withoutSchemas().start()) {
            WriteGate salesGate = fill(source, "sales", sales);
            WriteGate stockGate = fill(source, "stock", stock);
            try (Site salesSite = site("sales", source, ledgers, sales);
                    Site stockSite = site("stock", source, ledgers, stock);
                    ConnectionSampler sampler = ConnectionSampler.start(source)) {
                List<Cli> processes = new ArrayList<>();
                for (Site site : List.of(salesSite, stockSite)) {
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
                    Cli.Result result = cli.await();
                    assertThat(result.exitCode()).as(result.toString()).isZero();
                }
                assertThat(processes).hasSize(5);
                assertThat(new CatalogAudit(Site.SERVICE, source, "sales").faults(sales))
                        .isEmpty();
                assertThat(new CatalogAudit(Site.SERVICE, source, "stock").faults(stock))
                        .isEmpty();
                System.out.println("connections: " + sampler.max() + " at most in " + sampler.samples() + " looks");
                assertThat(sampler.max()).isBetween(1, BUDGET);
                assertAllCanBeHad(salesSite);
            }
        }
    }

    private static WriteGate fill(EmbeddedDatabase source, String name, OpenMetadataServer catalog) {
        SampleWarehouse.plain(TABLES, 6, 5).fill(source, name);
        WriteGate gate = new WriteGate(catalog);
        gate.openTo(0);
        return gate;
    }

    private Site site(String name, EmbeddedDatabase source, EmbeddedDatabase ledgers, OpenMetadataServer catalog) {
        return Site.of(folder, name, source, name)
                .ledger(ledgers, "ledger")
                .into(catalog)
                .execution("parallelism: 20, entitiesPerBatch: 5, maxSourceConnections: " + BUDGET)
                .open();
    }

    private static long leases(Site site) {
        return site.ledger().number("SELECT count(*) FROM trawl.connection_lease WHERE until > clock_timestamp()");
    }

    private static void assertAllCanBeHad(Site site) throws Exception {
        site.await("the leases of the dead end", () -> leases(site) == 0);
        assertThat(site.ledger().list("SELECT DISTINCT size || ' ' || allowed FROM trawl.connection_budget"))
                .containsExactly(BUDGET + " " + BUDGET);
        String server = site.ledger().text("SELECT server FROM trawl.connection_budget");
        try (PostgresLedger ledger = site.openLedger()) {
            ConnectionBudget budget = ledger.connectionBudget(server, BUDGET);
            for (int i = 0; i < BUDGET; i++) {
                Lease lease = budget.acquire(Duration.ofMinutes(1));
                assertThat(lease).as("connection " + (i + 1)).isNotNull();
            }
            assertThat(leases(site)).isEqualTo(BUDGET);
        }
    }
}
