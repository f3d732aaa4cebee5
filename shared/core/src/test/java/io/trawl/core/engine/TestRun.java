package io.trawl.core.engine;

import io.trawl.core.config.DatabaseMetadata;
import io.trawl.core.config.DistributedExecution;
import io.trawl.core.config.FilterPattern;
import io.trawl.core.config.Filters;
import io.trawl.core.config.RetryPolicy;
import io.trawl.core.config.Workflow;
import io.trawl.core.config.WorkflowConfig;
import io.trawl.core.ledger.InMemoryLedger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Outcome;
import io.trawl.core.report.Report;
import io.trawl.core.source.SourceConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Runs a source into a sink with the settings a test cares about. */
final class TestRun {

    private final FakeSource source;
    private final FakeSink sink;
    private final Map<String, String> fingerprints = new HashMap<>();
    private int parallelism = 1;
    private int maxAttempts = 3;
    private int successThreshold = 90;
    private Duration timeout = Duration.ofMinutes(5);
    private double maxShare = 0.2;
    private boolean remember;
    private boolean markDeletedTables = true;
    private boolean markDeletedSchemas;
    private boolean markDeletedDatabases;
    private FilterPattern tableFilter;

    TestRun(FakeSource source, FakeSink sink) {
        this.source = source;
        this.sink = sink;
    }

    TestRun parallelism(int workers) {
        parallelism = workers;
        return this;
    }

    TestRun maxAttempts(int attempts) {
        maxAttempts = attempts;
        return this;
    }

    TestRun successThreshold(int percentage) {
        successThreshold = percentage;
        return this;
    }

    TestRun timeoutMillis(long millis) {
        timeout = Duration.ofMillis(millis);
        return this;
    }

    TestRun maxShare(double share) {
        maxShare = share;
        return this;
    }

    TestRun markDeleted(boolean tables, boolean schemas, boolean databases) {
        markDeletedTables = tables;
        markDeletedSchemas = schemas;
        markDeletedDatabases = databases;
        return this;
    }

    TestRun tableFilter(FilterPattern pattern) {
        tableFilter = pattern;
        return this;
    }

    /** Whether a later run knows what an earlier one has written. */
    TestRun remember(boolean fingerprintsStay) {
        remember = fingerprintsStay;
        return this;
    }

    record Started(Run run, CompletableFuture<Report> report) {}

    Report execute() {
        return newRun().execute();
    }

    Started start() {
        Run run = newRun();
        return new Started(run, CompletableFuture.supplyAsync(run::execute));
    }

    Session session() {
        Workflow workflow = workflow();
        return new Session(workflow, Filters.of(workflow.source()), source, sink);
    }

    private Run newRun() {
        return new Run("run", session(), new RememberingLedger(), RunListener.NONE, Clock.systemUTC(), new Random(7));
    }

    private final class RememberingLedger extends InMemoryLedger {
        RememberingLedger() {
            super(FakeSource.SERVICE);
        }

        @Override
        public Map<String, String> lastFingerprints(List<EntityDescriptor> descriptors) {
            synchronized (fingerprints) {
                return Map.copyOf(fingerprints);
            }
        }

        @Override
        public synchronized void complete(List<? extends Outcome> outcomes, int attempt, Map<String, String> written) {
            super.complete(outcomes, attempt, written);
            if (remember) {
                synchronized (fingerprints) {
                    fingerprints.putAll(written);
                }
            }
        }
    }

    private Workflow workflow() {
        DatabaseMetadata metadata = new DatabaseMetadata(
                markDeletedTables,
                true,
                markDeletedSchemas,
                markDeletedDatabases,
                true,
                true,
                true,
                true,
                false,
                false,
                false,
                false,
                null,
                null,
                tableFilter,
                null,
                1);
        DistributedExecution execution = new DistributedExecution(
                parallelism > 1,
                parallelism,
                OptionalInt.empty(),
                parallelism,
                new RetryPolicy(maxAttempts, Duration.ofMillis(1), 1, Duration.ofMillis(1)),
                timeout,
                maxShare);
        return new Workflow(
                "test",
                null,
                new Workflow.Source("fake", FakeSource.SERVICE, new NoDefaults(), metadata),
                new Workflow.SinkSpec("fake", null),
                new WorkflowConfig(WorkflowConfig.LoggerLevel.INFO, true, successThreshold, null, execution),
                null);
    }

    private record NoDefaults() implements SourceConnection {
        @Override
        public FilterPattern databaseFilterPattern() {
            return null;
        }

        @Override
        public FilterPattern schemaFilterPattern() {
            return null;
        }

        @Override
        public FilterPattern tableFilterPattern() {
            return null;
        }
    }
}
