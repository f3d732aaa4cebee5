package io.trawl.integration.bench;

import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import io.trawl.environment.FakeSink;
import io.trawl.environment.FakeSource;
import io.trawl.environment.Intercepted;
import io.trawl.environment.LocalRun;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A run of many synthetic tables with a ledger: says on stderr how long each tenth took. To be started with as little heap as it
 * is to be shown with.
 */
final class LargeRun {

    private static final int TABLES_PER_SCHEMA = 10_000;

    private LargeRun() {}

    /**
     * @param arguments the database of the ledger, as {@code host:port/name}, and how many tables
     */
    public static void main(String[] arguments) throws IOException {
        int tables = Integer.parseInt(arguments[1]);
        FakeSource source = new FakeSource();
        for (int first = 0; first < tables; first += TABLES_PER_SCHEMA) {
            source.tables.put(
                    "schema_%03d".formatted(first / TABLES_PER_SCHEMA),
                    new Names(first, Math.min(tables, first + TABLES_PER_SCHEMA)));
        }
        Workflow workflow = new LocalRun(Files.createTempDirectory("trawl-large"), "127.0.0.1:1", FakeSource.DATABASE)
                .openMetadata("http://127.0.0.1:1/api", "none")
                .ledger(arguments[0], 0)
                .execution("parallelism: 4")
                .workflow();
        Report report = new IngestionEngine(
                        Clock.systemUTC(), new Random(), Intercepted.opening(source, new FakeSink("nothing")))
                .ingest(workflow, RunStart.anew(), new Tenths(tables), run -> {});
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

    /** The names of some tables, which are not kept. */
    private static final class Names extends AbstractCollection<String> {
        private final int from;
        private final int to;

        Names(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Iterator<String> iterator() {
            return IntStream.range(from, to).mapToObj("table_%07d"::formatted).iterator();
        }

        @Override
        public int size() {
            return to - from;
        }

        /** None is dropped. */
        @Override
        public boolean contains(Object name) {
            return true;
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
