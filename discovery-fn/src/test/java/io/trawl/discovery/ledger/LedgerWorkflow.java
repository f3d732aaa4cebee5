package io.trawl.discovery.ledger;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;

/** A workflow file with a ledger, a lease of a second and small batches. */
final class LedgerWorkflow {

    private final Path file;
    private String hostPort;
    private String ledger;
    private String sourceConfig = "";
    private String sink;
    private String server = "";
    /** No number: what is held back is in a small schema. */
    private DeletionLimit limit = new DeletionLimit(0.2, 0);

    /**
     * @param name of the workflow
     */
    LedgerWorkflow(Path folder, String name, EmbeddedDatabase database) {
        this.file = folder.resolve(name + ".yaml");
        this.hostPort = database.hostPort();
        ledger(database.hostPort(), "");
        sink = "{type: file, config: {filename: '" + snapshot() + "'}}";
    }

    Path file() {
        return file;
    }

    Path snapshot() {
        return file.resolveSibling("catalog.ndjson");
    }

    /** Where the source is, if not where the ledger is: behind a proxy. */
    LedgerWorkflow source(String at) {
        hostPort = at;
        return this;
    }

    /**
     * @param at host and port
     * @param parameters of the JDBC URL
     */
    LedgerWorkflow ledger(String at, String parameters) {
        ledger = "jdbc:postgresql://" + at + "/" + FaultWarehouse.LEDGER + parameters;
        return this;
    }

    LedgerWorkflow sourceConfig(String keys) {
        sourceConfig = ", " + keys;
        return this;
    }

    LedgerWorkflow openMetadata(OpenMetadataServer catalog) {
        return openMetadata(catalog.hostPort().toString(), catalog.botToken());
    }

    LedgerWorkflow openMetadata(String at, String token) {
        sink = "{type: metadata-rest, config: {}}";
        server = "openMetadataServerConfig: {hostPort: '" + at
                + "', authProvider: openmetadata, securityConfig: {jwtToken: '" + token + "'}}";
        return this;
    }

    LedgerWorkflow deletionLimit(DeletionLimit value) {
        limit = value;
        return this;
    }

    LedgerWorkflow write() {
        String yaml = """
                source:
                  type: postgres
                  serviceName: %s
                  serviceConnection:
                    config: {type: Postgres, username: postgres, authType: {password: none}, hostPort: '%s', database: '%s'}
                  sourceConfig:
                    config: {type: DatabaseMetadata%s}
                sink: %s
                workflowConfig:
                  successThreshold: 100
                  distributedExecution:
                    enabled: true
                    parallelism: 2
                    entitiesPerBatch: 10
                    retryPolicy: {maxAttempts: 10, backoffSeconds: 0.05, maxBackoffSeconds: 0.2}
                    ledger: {url: '%s', username: postgres, leaseSeconds: 1}
                    deletion: {maxShare: %s, maxCount: %s}
                  %s
                """.formatted(
                        FaultWarehouse.SERVICE,
                        hostPort,
                        FaultWarehouse.DATABASE,
                        sourceConfig,
                        sink,
                        ledger,
                        limit.maxShare(),
                        limit.maxCount(),
                        server);
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Workflow read() {
        return new WorkflowReader(Map.of()).read(file);
    }

    Report execute(RunStart start, Intercepted.Around around) {
        return execute(read(), start, around);
    }

    static Report execute(Workflow workflow, RunStart start, Intercepted.Around around) {
        return new IngestionEngine(Clock.systemUTC(), new Random(), Intercepted.providers(around))
                .ingest(workflow, start, RunListener.NONE, run -> {});
    }

    /** Goes on with the workflow's last run if it has not ended; begins one if there is none. */
    Report resume() {
        IngestionEngine engine = new IngestionEngine();
        Workflow workflow = read();
        try (DurableLedger runs = engine.ledger(workflow.execution().ledger())) {
            var last = runs.run(workflow.name(), Ledger.LATEST);
            if (last.isPresent() && last.get().state().isComplete()) {
                return runs.report(workflow.name(), Ledger.LATEST);
            }
            RunStart start = last.isEmpty() ? RunStart.anew() : RunStart.resume(Ledger.LATEST);
            return execute(workflow, start, Intercepted.Call::proceed);
        }
    }
}
