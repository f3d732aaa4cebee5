package io.trawl.discovery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.discovery.cli.Cli;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.StatementLog;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one workflow on one ledger, as users start and stop them. */
@Tag("processes")
class LedgerCommandsIT {

    private static final int TABLES = 200;
    private static final int PER_BATCH = 5;
    private static final int FAILED = 2 * PER_BATCH;
    private static final String EXECUTION = "parallelism: 2, entitiesPerBatch: " + PER_BATCH;
    private static final Pattern REFERENCE = Pattern.compile(" -> (\\S+)\\.id]");
    private static final String LEDGER_SECRET = "the-ledgers-own-secret";

    private static EmbeddedDatabase source;
    private static EmbeddedDatabase ledgers;

    @TempDir
    Path folder;

    private OpenMetadataServer catalog;

    @BeforeAll
    static void start() {
        source = EmbeddedDatabase.start(StatementLog.settings());
        ledgers = EmbeddedDatabase.start();
        SampleWarehouse.plain(TABLES, 5, 4).fill(source, "warehouse");
    }

    @AfterAll
    static void stop() {
        source.close();
        ledgers.close();
    }

    @BeforeEach
    void startCatalog() {
        catalog = OpenMetadataServer.builder().withoutSchemas().start();
    }

    @AfterEach
    void stopCatalog() {
        catalog.close();
    }

    private Site.Builder site(String name) {
        return Site.of(folder, name, source, "warehouse")
                .ledger(ledgers, "ledger_" + name)
                .execution(EXECUTION);
    }

    private static void assertOneLine(Cli.Result result, int exitCode, String... parts) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.errLines())
                .as(result.err())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("trawl: ")
                .contains(parts);
    }

    @Test
    void aRunIsStoppedFromAnotherProcessAndGoneOnWith() throws Exception {
        WriteGate gate = new WriteGate(catalog);
        try (Site site = site("stopped").into(catalog).open()) {
            gate.openTo(10);
            Cli one = site.joined(site.start("ingest", "--no-progress"));
            Cli other = site.joined(site.start("ingest", "--join", "latest", "--no-progress"));
            site.await("writes come", gate::holds);

            Cli stop = site.start("stop", "latest");
            stop.awaitErr("waiting for the processes of run");
            gate.open();

            for (Cli cli : List.of(one, other)) {
                Cli.Result result = cli.await();
                assertThat(result.exitCode()).as(result.toString()).isEqualTo(130);
                assertThat(result.out()).contains("state: stopped", "not reached");
                assertThat(result.err()).contains("stopped; go on with: resume ");
            }
            Cli.Result stopped = stop.await();
            assertThat(stopped.exitCode()).as(stopped.toString()).isZero();
            assertThat(stopped.out()).endsWith(": stopped\n");
            JsonNode runs =
                    new ObjectMapper().readTree(site.run("runs", "--json").out());
            assertThat(runs).hasSize(1);
            assertThat(runs.get(0).get("state").asText()).isEqualTo("stopped");
            assertThat(site.ledger().number("SELECT count(*) FROM trawl.batch WHERE claimed"))
                    .isZero();
            assertOneLine(site.run("ingest", "--join", "latest"), 2, "was stopped: continue it with resume");

            Cli.Result resumed = site.run("resume", "latest", "--no-progress");
            assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
            assertThat(new CatalogAudit(Site.SERVICE, source, "warehouse").faults(catalog))
                    .isEmpty();
            assertThat(site.report().get("repeated").asInt()).isZero();
        }
    }

    @Test
    void whileARunIsUnderWayNoOtherIsBegun() throws Exception {
        WriteGate gate = new WriteGate(catalog);
        try (Site site = site("busy").into(catalog).open()) {
            gate.openTo(0);
            Cli first = site.joined(site.start("ingest", "--no-progress"));
            assertOneLine(site.run("ingest", "--no-progress"), 2, "is under way", "ingest --join ", "or stop it");
            assertOneLine(site.run("retry", "latest", "--no-progress"), 2, "is under way");
            assertThat(site.ledger().list("SELECT state FROM trawl.run")).containsExactly("RUNNING");
            gate.open();
            assertThat(first.await().exitCode()).isZero();
            assertOneLine(site.run("ingest", "--join", "latest", "--no-progress"), 2, "has ended");
            assertOneLine(site.run("resume", "latest", "--no-progress"), 2, "has ended");
        }
    }

    @Test
    void aFileIsWrittenByOneProcess() throws Exception {
        try (Site site = site("file").open()) {
            Cli first;
            try (HoldPoint plan = site.hold("INSERT", "trawl.entity", 0)) {
                first = site.joined(site.start("ingest", "--no-progress"));
                site.await("it lists", plan::holds);
                assertOneLine(site.run("ingest", "--join", "latest", "--no-progress"), 2, "is written by one process");
            }
            assertThat(first.await().exitCode()).isZero();
        }
    }

    @Test
    void onlyWhatFailedIsTriedAgain() throws Exception {
        StatementLog log = new StatementLog(source);
        try (Site site = site("retried").into(catalog).open()) {
            catalog.plan(
                    request -> request.isBulk() && request.path().startsWith("/tables") && request.bodyBytes() > 2,
                    FAILED / PER_BATCH,
                    Answer.status(403));
            StatementLog.Mark before = log.mark();
            Cli.Result first = site.run("ingest", "--no-progress");
            int statements = log.since(before).statements("trawl").size();
            assertThat(first.exitCode()).as(first.toString()).isEqualTo(1);
            assertThat(first.out()).contains("state: failed", "PERMISSION");
            Map<String, Integer> written = writes();
            assertThat(written).hasSize(TABLES - FAILED);

            catalog.heal();
            before = log.mark();
            Cli.Result retried = site.run("retry", "latest", "--no-progress");
            assertThat(retried.exitCode()).as(retried.toString()).isZero();
            assertThat(retried.out()).contains("state: success");
            // A foreign key to what had failed waits for the next run: its table is not among what failed.
            CatalogAudit audit = new CatalogAudit(Site.SERVICE, source, "warehouse");
            assertThat(audit.faults(catalog))
                    .allMatch(fault -> fault.startsWith("different: ") && refersToFailed(fault, written));
            Map<String, Integer> now = writes();
            assertThat(now).hasSize(TABLES).containsAllEntriesOf(written);
            int again = log.since(before).statements("trawl").size();
            System.out.println("statements on the source: " + statements + " for all, " + again + " for what failed");
            assertThat(again).isLessThan(statements / 4);
            assertOneLine(site.run("retry", "latest", "--no-progress"), 2, "nothing failed");

            assertThat(site.run("ingest", "--no-progress").exitCode()).isZero();
            assertThat(audit.faults(catalog)).isEmpty();
        }
    }

    private static boolean refersToFailed(String fault, Map<String, Integer> written) {
        Matcher target = REFERENCE.matcher(fault);
        return target.find() && !written.containsKey(target.group(1));
    }

    /** How often each table was written. */
    private Map<String, Integer> writes() {
        Map<String, Integer> writes = new TreeMap<>();
        catalog.all("table").forEach(stored -> writes.put(stored.fqn(), stored.writes()));
        return writes;
    }

    @Test
    void theLedgersPasswordIsNowhereToBeSeen() throws Exception {
        WriteGate gate = new WriteGate(catalog);
        ledgers.execute("postgres", "CREATE ROLE keeper LOGIN SUPERUSER PASSWORD '" + LEDGER_SECRET + "'");
        ledgers.requirePassword("keeper");
        try (Site site = site("secret")
                .into(catalog)
                .ledgerLogin(
                        "username: keeper, password: '${KEEPERS_PASSWORD}'", Map.of("KEEPERS_PASSWORD", LEDGER_SECRET))
                .open()) {
            gate.openTo(3);
            Cli ingest = site.joined(site.start("ingest", "-v", "--report", "report.json", "--html", "report.html"));
            site.await("writes come", gate::holds);
            assertThat(commandLine(ingest)).contains("ingest").doesNotContain(LEDGER_SECRET, Site.SECRET);
            gate.open();
            List<Cli.Result> results = new ArrayList<>(List.of(ingest.await()));
            assertThat(results.get(0).exitCode()).as(results.toString()).isZero();
            for (String[] command : List.of(
                    new String[] {"check", "-v"},
                    new String[] {"runs", "--json"},
                    new String[] {"report", "latest", "--json"},
                    new String[] {"report", "latest", "--entities"},
                    new String[] {"resume", "latest", "-v"})) {
                results.add(site.run(command));
            }
            ledgers.execute("postgres", "ALTER ROLE keeper PASSWORD 'changed'");
            results.add(site.run("runs", "-v"));
            assertThat(results.get(results.size() - 1).exitCode()).isEqualTo(3);

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
        return text.contains(LEDGER_SECRET) || text.contains(Site.SECRET);
    }

    private static String commandLine(Cli cli) throws Exception {
        return Files.readString(Path.of("/proc", Long.toString(cli.process().pid()), "cmdline"))
                .replace('\0', ' ');
    }
}
