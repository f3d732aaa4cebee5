package io.trawl.discovery.bench;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import java.time.Clock;
import java.util.List;
import java.util.Random;

/**
 * A run of many synthetic tables with a ledger: says on stderr how long each tenth took. To be started with as little heap as it
 * is to be shown with.
 */
final class LargeRun {

    private LargeRun() {}

    /**
     * @param arguments URL of the ledger, its user, and how many tables
     */
    public static void main(String[] arguments) {
        int tables = Integer.parseInt(arguments[2]);
        LedgerConfig ledger = new LedgerConfig(
                arguments[0], arguments[1], null, LedgerConfig.DEFAULT_LEASE, LedgerConfig.DEFAULT_KEEP_RUNS);
        Report report = new IngestionEngine(Clock.systemUTC(), new Random(), Synthetic.providers(tables))
                .ingest(Synthetic.workflow(ledger), RunStart.anew(), new Tenths(tables), run -> {});
        System.err.printf(
                "%d tables, -Xmx%dm: %.1f s, %.0f tables/s, %s%n",
                tables,
                Runtime.getRuntime().maxMemory() >> 20,
                report.durationSeconds(),
                tables / report.durationSeconds(),
                report.state());
        if (report.entities().ingested() != tables) {
            throw new IllegalStateException(report.entities() + " instead of " + tables);
        }
    }

    private static final class Tenths implements RunListener {
        private final int size;
        private long done;
        private long began = System.nanoTime();

        Tenths(int tables) {
            this.size = tables / 10;
        }

        @Override
        public synchronized void completed(List<Outcome> outcomes) {
            long before = done / size;
            done += outcomes.size();
            if (done / size > before) {
                long now = System.nanoTime();
                System.err.printf("%,9d done: %5.2f s for the last tenth%n", done, (now - began) / 1e9);
                began = now;
            }
        }
    }
}
