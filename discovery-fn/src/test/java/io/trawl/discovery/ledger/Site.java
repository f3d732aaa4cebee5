package io.trawl.discovery.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.core.config.LedgerConfig;
import io.trawl.discovery.cli.Cli;
import io.trawl.ledger.postgresql.PostgresLedger;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A workflow from a database, into a catalog or a file, with a ledger of its own, and the packaged application as the
 * processes that work on it.
 */
final class Site implements AutoCloseable {

    static final String SERVICE = "svc";
    static final String PIPELINE = "svc.nightly";
    static final String SECRET = "a-secret-of-mine";

    private final Path folder;
    private final Path workflow;
    private final EmbeddedDatabase ledgerServer;
    private final String ledgerDatabase;
    private final List<Cli> started = new ArrayList<>();
    private final LedgerView ledger;

    /**
     * @param name of the workflow and of the ledger's database
     * @param catalog null: into the file {@code <name>.ndjson}
     * @param execution keys of {@code distributedExecution}, as a flow mapping's content
     */
    Site(
            Path folder,
            String name,
            EmbeddedDatabase source,
            String database,
            EmbeddedDatabase ledgerServer,
            OpenMetadataServer catalog,
            String execution) {
        this.folder = folder;
        this.workflow = folder.resolve(name + ".yaml");
        this.ledgerServer = ledgerServer;
        this.ledgerDatabase = "ledger_" + name;
        ledgerServer.createDatabase(ledgerDatabase);
        openLedger().close(); // so that its tables are there
        this.ledger = new LedgerView(ledgerServer, ledgerDatabase);
        if (catalog != null) {
            catalog.addPipeline(PIPELINE);
        }
        String sink = catalog == null
                ? "{type: file, config: {filename: " + name + ".ndjson}}"
                : "{type: metadata-rest, config: {}}";
        String server = catalog == null
                ? ""
                : "openMetadataServerConfig: {hostPort: '" + catalog.hostPort()
                        + "', authProvider: openmetadata, securityConfig: {jwtToken: " + catalog.botToken() + "}}, ";
        String yaml = """
                source:
                  type: postgres
                  serviceName: %s
                  serviceConnection:
                    config: {type: Postgres, hostPort: '%s', username: postgres, authType: {password: %s}, database: %s}
                  sourceConfig:
                    config: {type: DatabaseMetadata, includeStoredProcedures: false}
                sink: %s
                workflowConfig: {successThreshold: 100, %sdistributedExecution: {enabled: true, orchestrator: local,
                  ledger: {url: '%s', username: postgres, leaseSeconds: 2}, %s}}
                %s""".formatted(
                        SERVICE,
                        source.hostPort(),
                        SECRET,
                        database,
                        sink,
                        server,
                        ledgerUrl(),
                        execution,
                        catalog == null ? "" : "ingestionPipelineFQN: " + PIPELINE + "\n");
        try {
            Files.writeString(workflow, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The seed of a test, printed. */
    static long seed() {
        long seed = Long.getLong("trawl.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dtrawl.seed)");
        return seed;
    }

    String ledgerUrl() {
        return "jdbc:postgresql://" + ledgerServer.hostPort() + "/" + ledgerDatabase;
    }

    /** The ledger itself, as a process of its own would have it. */
    PostgresLedger openLedger() {
        return PostgresLedger.open(
                new LedgerConfig(ledgerUrl(), "postgres", null, Duration.ofSeconds(2), 20), Duration.ofSeconds(30));
    }

    LedgerView ledger() {
        return ledger;
    }

    /** Makes who does a certain thing to the ledger wait. */
    HoldPoint hold(String event, String table, long passing) throws Exception {
        return new HoldPoint(ledgerServer, ledgerDatabase, event, table, passing);
    }

    Path workflow() {
        return workflow;
    }

    /** Starts a process with {@code -c} and the workflow. */
    Cli start(String... arguments) {
        Cli cli = Cli.start(folder, arguments(arguments));
        started.add(cli);
        return cli;
    }

    /** Runs a process to its end. */
    Cli.Result run(String... arguments) {
        return start(arguments).await();
    }

    private String[] arguments(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("-c");
        all.add(workflow.toString());
        return all.toArray(String[]::new);
    }

    /** Waits until a process takes part in a run. */
    Cli joined(Cli cli) throws Exception {
        Await.until(
                () -> "process " + cli.process().pid() + " takes part",
                () -> takesPart(cli) || !cli.process().isAlive());
        if (!takesPart(cli)) {
            throw new AssertionError("it ended before it took part: " + cli.await());
        }
        return cli;
    }

    boolean takesPart(Cli cli) {
        return ledger.members().contains(cli.process().pid());
    }

    /** What {@code report latest --json} says. */
    JsonNode report() throws IOException {
        Cli.Result result = run("report", "latest", "--json");
        if (result.exitCode() != 0) {
            throw new AssertionError(result.toString());
        }
        return new ObjectMapper().readTree(result.out());
    }

    @Override
    public void close() {
        started.forEach(Cli::kill);
        ledger.close();
    }
}
