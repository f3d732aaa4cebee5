package io.trawl.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.FaultProxy;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * What runs need: a database to read, a catalog or files to write, a ledger, a folder with workflows, and the packaged command line,
 * whose processes end with it. Clusters in which pods run are added to it.
 */
public final class TestEnvironment implements AutoCloseable {

    /** The database that is read, and its service unless there are several. */
    public static final String DATABASE = "warehouse";

    public static final String SERVICE = "svc";
    /** A pipeline that the catalog knows. */
    public static final String PIPELINE = "svc.nightly";
    /** The source would let anybody in; it is here so that it can be looked for where it must not be. */
    public static final String SECRET = "pa55-of-the-source";

    /** Where workflows are and commands run. */
    public final Path folder;
    /** The server of the source. */
    public final EmbeddedDatabase server;
    /** Stands before the source; null if none was asked for. */
    public final FaultProxy source;
    /** Null if runs write files. */
    public final OpenMetadataServer catalog;
    /** What the variables of workflows stand for, and what commands have in their environment. */
    public final Map<String, String> variables = new HashMap<>();

    private final TestEnvironmentBuilder parts;
    private final List<Cli> started = new ArrayList<>();
    private final LedgerView ledger;
    private Path workflow;

    TestEnvironment(TestEnvironmentBuilder parts) {
        this.parts = parts;
        folder = parts.folder;
        server = parts.server;
        catalog = parts.catalog;
        source = parts.proxied ? FaultProxy.start(server) : null;
        parts.ledgerServer.createDatabase(parts.ledgerDatabase);
        ledger = new LedgerView(parts.ledgerServer, parts.ledgerDatabase);
        if (catalog != null) {
            variables.put("OM_TOKEN", catalog.botToken());
            catalog.addPipeline(PIPELINE);
        }
        variables.put("TRAWL_WORKFLOWS", folder.toString());
        variables.put("TRAWL_LEDGER_URL", ledgerUrl());
        variables.put("TRAWL_LEDGER_USERNAME", EmbeddedDatabase.USERNAME);
        if (!parts.emptyLedger) {
            openLedger().close();
        }
    }

    /** Begins to describe an environment whose source is in this server. */
    public static TestEnvironmentBuilder in(Path folder, EmbeddedDatabase server) {
        return new TestEnvironmentBuilder(folder, server);
    }

    /** A server with the database {@link #DATABASE} of tables alike. */
    public static EmbeddedDatabase warehouse(int tables, int columns, int schemas) {
        EmbeddedDatabase server = EmbeddedDatabase.start();
        SampleWarehouse.plain(tables, columns, schemas).fill(server, DATABASE);
        return server;
    }

    /** The seed of a test, printed. */
    public static long seed() {
        long seed = Long.getLong("trawl.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dtrawl.seed)");
        return seed;
    }

    /** The address of the source. */
    public String hostPort() {
        return source == null ? server.hostPort() : source.hostPort();
    }

    /** A workflow into the catalog, if there is one; leases are short. */
    public WorkflowYaml yaml(String service) {
        WorkflowYaml yaml = WorkflowYaml.postgres(service, hostPort(), parts.database)
                .password(SECRET)
                .config("successThreshold: 100")
                .execution("ledger: {leaseSeconds: 2}");
        return catalog == null ? yaml : yaml.toOpenMetadata(catalog.hostPort(), "${OM_TOKEN}");
    }

    /** Writes a workflow, which commands are about from now on. */
    public Path write(String name, WorkflowYaml yaml) {
        workflow = yaml.write(folder.resolve(name + ".yaml"));
        return workflow;
    }

    public Workflow workflow(String name) {
        return new WorkflowReader(variables).read(folder.resolve(name + ".yaml"));
    }

    public String ledgerUrl() {
        return "jdbc:postgresql://" + parts.ledgerServer.hostPort() + "/" + parts.ledgerDatabase;
    }

    /** The ledger, as a process of its own would have it. */
    public DurableLedger openLedger() {
        return openLedger(ledgerUrl(), Duration.ofSeconds(2));
    }

    /** A ledger with leases of this length. */
    public static DurableLedger openLedger(String url, Duration lease) {
        return new IngestionEngine()
                .ledger(new LedgerConfig(url, EmbeddedDatabase.USERNAME, null, lease, LedgerConfig.DEFAULT_KEEP_RUNS));
    }

    public LedgerView ledger() {
        return ledger;
    }

    /** What the ledger answers. */
    public <T> T ask(Function<DurableLedger, T> question) {
        try (DurableLedger opened = openLedger()) {
            return question.apply(opened);
        }
    }

    /** A workflow's latest run, as the ledger has it. */
    public RunRecord latest(String name) {
        return ask(ledger -> ledger.run(name, Ledger.LATEST).orElseThrow());
    }

    /** What became of a run. */
    public Report report(String name, String run) {
        return ask(ledger -> ledger.report(name, run));
    }

    /** Starts a command, with {@code -c} and the workflow unless it names one. */
    public Cli start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("-c")) {
            all.addAll(List.of("-c", workflow.toString()));
        }
        Cli cli = Cli.start(folder, variables, all.toArray(String[]::new));
        started.add(cli);
        return cli;
    }

    /** Runs a command to its end. */
    public Cli.Result run(String... arguments) {
        return checked(start(arguments).await());
    }

    /** Fails if a secret is said. */
    public Cli.Result checked(Cli.Result result) {
        assertThat(result.out() + result.err()).doesNotContain(SECRET);
        if (catalog != null) {
            assertThat(result.out() + result.err()).doesNotContain(catalog.botToken());
        }
        return result;
    }

    /** Ends what commands still run. */
    public void killCommands() {
        started.forEach(Cli::kill);
        started.clear();
    }

    /** Waits until a process takes part in a run. */
    public Cli joined(Cli cli) throws Exception {
        long pid = cli.process().pid();
        await(
                "process " + pid + " takes part",
                () -> takesPart(cli) || !cli.process().isAlive());
        if (!takesPart(cli)) {
            throw new AssertionError("it ended before it took part: " + cli.await());
        }
        return cli;
    }

    public boolean takesPart(Cli cli) {
        return ledger.members().contains(cli.process().pid());
    }

    /** Waits until something is so; if it is not, the failure says how the run and its processes stand. */
    public void await(String what, Callable<Boolean> comes) throws Exception {
        Await.until(
                () -> what + "; phase " + ledger.phase() + ", led by " + ledger.leader() + "; "
                        + started.stream()
                                .map(cli -> cli.process().toString() + " " + cli.err())
                                .toList(),
                comes);
    }

    /** What {@code report latest --json} says. */
    public JsonNode report() throws IOException {
        return new ObjectMapper()
                .readTree(run("report", "latest", "--json").ok().out());
    }

    /** What the source holds now, to be compared with the catalog. */
    public CatalogAudit audit() {
        return new CatalogAudit(SERVICE, server, parts.database);
    }

    /** What is wrong in the catalog. */
    public List<String> faults() {
        return audit().faults(catalog);
    }

    /** What is wrong with the part of the catalog that a service has. */
    public List<String> faults(String service) {
        return new CatalogAudit(service, server, parts.database)
                .faults(catalog).stream()
                        .filter(fault -> fault.contains(": " + service + "."))
                        .toList();
    }

    @Override
    public void close() {
        killCommands();
        ledger.close();
        if (parts.ownCatalog) {
            catalog.close();
        }
        if (source != null) {
            source.close();
        }
    }
}
