package io.trawl.discovery.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.workflow.LedgerConfig;
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
import java.util.Map;
import java.util.concurrent.Callable;

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
    private final Map<String, String> environment;
    private final String ledgerUrl;
    private final EmbeddedDatabase ledgerServer;
    private final String ledgerDatabase;
    private final List<Cli> started = new ArrayList<>();
    private final LedgerView ledger;

    /** What a site is made of; what is not said is left out. */
    static final class Builder {
        private final Path folder;
        private final String name;
        private final EmbeddedDatabase source;
        private final String database;
        private EmbeddedDatabase ledgerServer;
        private String ledgerDatabase;
        private OpenMetadataServer catalog;
        private String execution = "parallelism: 2";
        private String connection = "username: postgres";
        private String ledgerLogin = "username: postgres";
        private Map<String, String> environment = Map.of();

        private Builder(Path folder, String name, EmbeddedDatabase source, String database) {
            this.folder = folder;
            this.name = name;
            this.source = source;
            this.database = database;
            this.ledgerServer = source;
            this.ledgerDatabase = "ledger_" + name;
        }

        Builder ledger(EmbeddedDatabase server, String inDatabase) {
            ledgerServer = server;
            ledgerDatabase = inDatabase;
            return this;
        }

        /** Into a catalog, and not the file {@code <name>.ndjson}. */
        Builder into(OpenMetadataServer server) {
            catalog = server;
            return this;
        }

        /** Keys of {@code distributedExecution}, as a flow mapping's content. */
        Builder execution(String keys) {
            execution = keys;
            return this;
        }

        /** Keys of the connection, as a flow mapping's content; else the superuser's name. */
        Builder connection(String keys) {
            connection = keys;
            return this;
        }

        /** User and password of the ledger, as a flow mapping's content, and variables for the processes. */
        Builder ledgerLogin(String keys, Map<String, String> variables) {
            ledgerLogin = keys;
            environment = variables;
            return this;
        }

        private String yaml() {
            String sink = catalog == null
                    ? "{type: file, config: {filename: " + name + ".ndjson}}"
                    : "{type: metadata-rest, config: {}}";
            String server = catalog == null
                    ? ""
                    : "openMetadataServerConfig: {hostPort: '" + catalog.hostPort()
                            + "', authProvider: openmetadata, securityConfig: {jwtToken: " + catalog.botToken()
                            + "}}, ";
            return """
                    source:
                      type: postgres
                      serviceName: %s
                      serviceConnection:
                        config: {type: Postgres, hostPort: '%s', database: %s, authType: {password: %s}, %s}
                      sourceConfig:
                        config: {type: DatabaseMetadata, includeStoredProcedures: false}
                    sink: %s
                    workflowConfig: {successThreshold: 100, %sdistributedExecution: {enabled: true, orchestrator: local,
                      ledger: {url: '%s', leaseSeconds: 2, %s}, %s}}
                    %s""".formatted(
                            SERVICE,
                            source.hostPort(),
                            database,
                            SECRET,
                            connection,
                            sink,
                            server,
                            ledgerUrl(),
                            ledgerLogin,
                            execution,
                            catalog == null ? "" : "ingestionPipelineFQN: " + PIPELINE + "\n");
        }

        private String ledgerUrl() {
            return "jdbc:postgresql://" + ledgerServer.hostPort() + "/" + ledgerDatabase;
        }

        /** Makes the ledger's database, if it is not there, and the workflow's file. */
        Site open() {
            ledgerServer.createDatabase(ledgerDatabase);
            if (catalog != null) {
                catalog.addPipeline(PIPELINE);
            }
            try {
                Files.writeString(folder.resolve(name + ".yaml"), yaml());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Site(this);
        }
    }

    private Site(Builder builder) {
        this.folder = builder.folder;
        this.workflow = folder.resolve(builder.name + ".yaml");
        this.environment = builder.environment;
        this.ledgerUrl = builder.ledgerUrl();
        this.ledgerServer = builder.ledgerServer;
        this.ledgerDatabase = builder.ledgerDatabase;
        openLedger().close(); // so that its tables are there
        this.ledger = new LedgerView(ledgerServer, ledgerDatabase);
    }

    /**
     * Begins to describe a site whose ledger is in the source's server, in a database of its own.
     *
     * @param name of the workflow
     */
    static Builder of(Path folder, String name, EmbeddedDatabase source, String database) {
        return new Builder(folder, name, source, database);
    }

    /** The seed of a test, printed. */
    static long seed() {
        long seed = Long.getLong("trawl.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dtrawl.seed)");
        return seed;
    }

    String ledgerUrl() {
        return ledgerUrl;
    }

    /** The ledger itself, as a process of its own would have it. */
    PostgresLedger openLedger() {
        return PostgresLedger.open(
                new LedgerConfig(ledgerUrl(), "postgres", null, Duration.ofSeconds(2), 20),
                ConnectRetry.none(),
                Duration.ofSeconds(30));
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
        Cli cli = Cli.start(folder, environment, arguments(arguments));
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
        await(
                "process " + cli.process().pid() + " takes part",
                () -> takesPart(cli) || !cli.process().isAlive());
        if (!takesPart(cli)) {
            throw new AssertionError("it ended before it took part: " + cli.await());
        }
        return cli;
    }

    /** Waits until something is so; all processes may be asked about it in vain, so the failure says how they are. */
    void await(String what, Callable<Boolean> comes) throws Exception {
        Await.until(
                () -> what + "; phase " + ledger.phase() + ", led by " + ledger.leader() + "; "
                        + started.stream()
                                .map(cli -> cli.process().pid()
                                        + (cli.process().isAlive() ? " alive " : " ended ")
                                        + cli.err())
                                .toList(),
                comes);
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
