package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.environment.CatalogAudit;
import io.trawl.environment.Cli;
import io.trawl.environment.HoldPoint;
import io.trawl.environment.LedgerView;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.StatementLog;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one workflow on one ledger, as users start and stop them. */
@Tag("processes")
class LedgerCommandsIT {

    private static final int TABLES = 200;
    private static final int PER_BATCH = 5;
    private static final int FAILED = 2 * PER_BATCH;
    private static final Pattern REFERENCE = Pattern.compile(" -> (\\S+)\\.id]");
    private static final String LEDGER_SECRET = "the-ledgers-own-secret";

    @AutoClose
    private static EmbeddedDatabase source;

    @AutoClose
    private static EmbeddedDatabase ledgers;

    @TempDir
    Path folder;

    @BeforeAll
    static void fill() {
        source = EmbeddedDatabase.start(StatementLog.settings());
        ledgers = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 5, 4).fill(source, TestEnvironment.DATABASE);
    }

    private TestEnvironment environment(String name) {
        TestEnvironment environment = TestEnvironment.in(folder, source)
                .ledger(ledgers, "ledger_" + name)
                .catalog()
                .open();
        environment.write(name, yaml(environment));
        return environment;
    }

    private static WorkflowYaml yaml(TestEnvironment environment) {
        return environment
                .yaml(TestEnvironment.SERVICE)
                .source("includeStoredProcedures: false")
                .execution("parallelism: 2, entitiesPerBatch: " + PER_BATCH);
    }

    @Test
    void aRunIsStoppedFromAnotherProcessAndGoneOnWith() throws Exception {
        try (TestEnvironment site = environment("stopped")) {
            WriteGate gate = new WriteGate(site.catalog);
            gate.openTo(10);
            Cli one = site.joined(site.start("ingest", "--no-progress"));
            Cli other = site.joined(site.start("ingest", "--join", "latest", "--no-progress"));
            site.await("writes come", gate::holds);

            Cli stop = site.start("stop", "latest");
            stop.awaitErr("waiting for the processes of run");
            gate.open();

            for (Cli cli : List.of(one, other)) {
                Cli.Result result = cli.await().with(130);
                assertThat(result.out()).contains("state: stopped", "not reached");
                assertThat(result.err()).contains("stopped; go on with: resume ");
            }
            assertThat(stop.await().ok().out()).endsWith(": stopped\n");
            JsonNode runs =
                    new ObjectMapper().readTree(site.run("runs", "--json").out());
            assertThat(runs).hasSize(1);
            assertThat(runs.get(0).get("state").asText()).isEqualTo("stopped");
            assertThat(site.ledger().number("SELECT count(*) FROM trawl.batch WHERE claimed"))
                    .isZero();
            site.run("ingest", "--join", "latest").oneLine(2, "was stopped: continue it with resume");

            site.run("resume", "latest", "--no-progress").ok();
            assertThat(site.faults()).isEmpty();
            assertThat(site.report().get("repeated").asInt()).isZero();
        }
    }

    @Test
    void whileARunIsUnderWayNoOtherIsBegun() throws Exception {
        try (TestEnvironment site = environment("busy")) {
            WriteGate gate = new WriteGate(site.catalog);
            gate.openTo(0);
            Cli first = site.joined(site.start("ingest", "--no-progress"));
            site.run("ingest", "--no-progress").oneLine(2, "is under way", "ingest --join ", "or stop it");
            site.run("retry", "latest", "--no-progress").oneLine(2, "is under way");
            assertThat(site.ledger().list("SELECT state FROM trawl.run")).containsExactly("RUNNING");
            gate.open();
            first.await().ok();
            site.run("ingest", "--join", "latest", "--no-progress").oneLine(2, "has ended");
            site.run("resume", "latest", "--no-progress").oneLine(2, "has ended");
        }
    }

    @Test
    void aFileIsWrittenByOneProcess() throws Exception {
        try (TestEnvironment site = environment("file")) {
            site.write("file", yaml(site).toFile("file.ndjson"));
            Cli first;
            try (HoldPoint plan = site.ledger().hold("INSERT", "trawl.entity", 0)) {
                first = site.joined(site.start("ingest", "--no-progress"));
                site.await("it lists", plan::holds);
                site.run("ingest", "--join", "latest", "--no-progress").oneLine(2, "is written by one process");
            }
            first.await().ok();
        }
    }

    @Test
    void onlyWhatFailedIsTriedAgain() throws Exception {
        StatementLog log = new StatementLog(source);
        try (TestEnvironment site = environment("retried")) {
            OpenMetadataServer catalog = site.catalog;
            catalog.plan(
                    request -> request.isBulk() && request.path().startsWith("/tables") && request.bodyBytes() > 2,
                    FAILED / PER_BATCH,
                    Answer.status(403));
            StatementLog.Mark before = log.mark();
            Cli.Result first = site.run("ingest", "--no-progress");
            int statements = log.since(before).statements("trawl").size();
            assertThat(first.with(1).out()).contains("state: failed", "PERMISSION");
            Map<String, Integer> written = writes(catalog);
            assertThat(written).hasSize(TABLES - FAILED);

            catalog.heal();
            before = log.mark();
            assertThat(site.run("retry", "latest", "--no-progress").ok().out()).contains("state: success");
            // A foreign key to what had failed waits for the next run: its table is not among what failed.
            CatalogAudit audit = site.audit();
            assertThat(audit.faults(catalog))
                    .allMatch(fault -> fault.startsWith("different: ") && refersToFailed(fault, written));
            Map<String, Integer> now = writes(catalog);
            assertThat(now).hasSize(TABLES).containsAllEntriesOf(written);
            int again = log.since(before).statements("trawl").size();
            System.out.println("statements on the source: " + statements + " for all, " + again + " for what failed");
            assertThat(again).isLessThan(statements / 4);
            site.run("retry", "latest", "--no-progress").oneLine(2, "nothing failed");

            site.run("ingest", "--no-progress").ok();
            assertThat(audit.faults(catalog)).isEmpty();
        }
    }

    private static boolean refersToFailed(String fault, Map<String, Integer> written) {
        Matcher target = REFERENCE.matcher(fault);
        return target.find() && !written.containsKey(target.group(1));
    }

    /** How often each table was written. */
    private static Map<String, Integer> writes(OpenMetadataServer catalog) {
        Map<String, Integer> writes = new TreeMap<>();
        catalog.all("table").forEach(stored -> writes.put(stored.fqn(), stored.writes()));
        return writes;
    }

    @Test
    void theLedgersPasswordIsNowhereToBeSeen() throws Exception {
        ledgers.execute("postgres", "CREATE ROLE keeper LOGIN SUPERUSER PASSWORD '" + LEDGER_SECRET + "'");
        ledgers.requirePassword("keeper");
        try (TestEnvironment site = environment("secret")) {
            WriteGate gate = new WriteGate(site.catalog);
            // The environment would win over the file.
            site.variables.keySet().removeIf(name -> name.startsWith("TRAWL_LEDGER_"));
            site.variables.put("KEEPERS_PASSWORD", LEDGER_SECRET);
            site.write(
                    "secret",
                    yaml(site)
                            .execution("ledger: {url: '" + site.ledgerUrl() + "', leaseSeconds: 2, username: keeper,"
                                    + " password: '${KEEPERS_PASSWORD}'}"));
            gate.openTo(3);
            Cli ingest = site.joined(site.start("ingest", "-v", "--report", "report.json", "--html", "report.html"));
            site.await("writes come", gate::holds);
            assertThat(commandLine(ingest)).contains("ingest").doesNotContain(LEDGER_SECRET, TestEnvironment.SECRET);
            gate.open();
            List<Cli.Result> results = new ArrayList<>(List.of(ingest.await().ok()));
            for (String command : List.of(
                    "check -v",
                    "runs --json",
                    "report latest --json",
                    "report latest --entities",
                    "resume latest -v")) {
                results.add(site.run(command.split(" ")));
            }
            ledgers.execute("postgres", "ALTER ROLE keeper PASSWORD 'changed'");
            results.add(site.run("runs", "-v").with(3));

            assertThat(results).noneMatch(result -> isTold(result.out() + result.err()));
            for (String file : List.of("report.json", "report.html")) {
                assertThat(isTold(Files.readString(folder.resolve(file))))
                        .as(file)
                        .isFalse();
            }
            LedgerView ledger = site.ledger();
            List<String> tables = ledger.list(
                    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'trawl'");
            assertThat(tables).contains("trawl.run", "trawl.run_session", "trawl.entity", "trawl.connection_budget");
            for (String table : tables) {
                assertThat(ledger.list("SELECT t::text FROM " + table + " t"))
                        .as(table)
                        .noneMatch(LedgerCommandsIT::isTold);
            }
        }
    }

    private static boolean isTold(String text) {
        return text.contains(LEDGER_SECRET) || text.contains(TestEnvironment.SECRET);
    }

    private static String commandLine(Cli cli) throws Exception {
        return Files.readString(Path.of("/proc", Long.toString(cli.process().pid()), "cmdline"))
                .replace('\0', ' ');
    }
}
