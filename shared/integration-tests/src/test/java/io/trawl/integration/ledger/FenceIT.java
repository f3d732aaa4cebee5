package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.environment.CatalogAudit;
import io.trawl.environment.Cli;
import io.trawl.environment.LedgerView;
import io.trawl.environment.LedgerView.TableLock;
import io.trawl.environment.TestEnvironment;
import io.trawl.environment.WriteGate;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is paused (SIGSTOP) past its lease while it holds batches. Meanwhile the tables of those change, and another
 * process ingests them. Whatever the first one does when it goes on, the catalog holds the newer version at the end.
 */
@Tag("processes")
class FenceIT {

    private static final int TABLES = 60;
    private static final int PER_BATCH = 5;
    private static final int BATCHES = TABLES / PER_BATCH;

    @TempDir
    Path folder;

    private EmbeddedDatabase server;
    private OpenMetadataServer catalog;
    private WriteGate gate;
    private TestEnvironment site;

    @BeforeEach
    void start() {
        server = EmbeddedDatabase.start();
        site = TestEnvironment.in(folder, server).catalog().open();
        catalog = site.catalog;
        gate = new WriteGate(catalog);
    }

    @AfterEach
    void stop() {
        site.close();
        server.close();
    }

    private void fill(int tables) {
        SampleWarehouse.plain(tables, 5, 4).fill(server, TestEnvironment.DATABASE);
        site.write(
                "fence",
                site.yaml(TestEnvironment.SERVICE)
                        .put("", "ingestionPipelineFQN: " + TestEnvironment.PIPELINE)
                        .source("includeStoredProcedures: false")
                        .execution("parallelism: 2, maxSourceConnections: 4, entitiesPerBatch: " + PER_BATCH));
    }

    /** Changes tables, by fully qualified name; none waits for a lock for long. */
    private void addColumn(String column, Iterable<String> tables) {
        StringBuilder sql = new StringBuilder("SET lock_timeout = '20s';");
        for (String table : tables) {
            String[] parts = table.split("\\.");
            sql.append("ALTER TABLE %s.%s ADD COLUMN %s int;".formatted(parts[2], parts[3], column));
        }
        server.execute(TestEnvironment.DATABASE, sql.toString());
    }

    private List<String> everyTable() {
        return site.ledger().list("SELECT id FROM trawl.entity");
    }

    private void assertEnded(Cli cli) {
        assertThat(cli.await().ok().out()).contains("state: success");
    }

    private void awaitHeldWrite() throws Exception {
        site.await("a write comes and is held", gate::holds);
    }

    /** Waits until the other process has written all that the gate lets through. */
    private Cli letAnotherWrite(long passing) throws Exception {
        gate.openForAnother(passing);
        return site.joined(site.start("resume", "latest", "--no-progress"));
    }

    @Test
    void pausedBetweenReadingAndWriting() throws Exception {
        fill(TABLES);
        Cli first;
        Set<String> backends;
        try (TableLock fingerprints = site.ledger().lock("trawl.fingerprint")) {
            first = site.start("ingest", "--no-progress");
            site.await("it has read a batch", fingerprints::isWaitedFor);
            first.signal("STOP");
            backends = new HashSet<>(
                    site.ledger().list("SELECT pid FROM pg_stat_activity WHERE application_name = 'trawl-ledger'"));
        }
        addColumn("newer", everyTable());
        Cli second = letAnotherWrite(BATCHES - 1);
        awaitHeldWrite();

        String before = site.ledger().text("SELECT clock_timestamp()");
        first.signal("CONT");
        site.await(
                "the first process says something to the ledger",
                () -> site.ledger()
                                .number(
                                        "SELECT count(*) FROM pg_stat_activity WHERE pid::text = ANY (?)"
                                                + " AND query_start > ?::timestamptz",
                                        backends.toArray(String[]::new),
                                        before)
                        > 0);
        gate.open();

        assertEnded(first);
        assertEnded(second);
        CatalogAudit audit = site.audit();
        assertThat(audit.faults(catalog)).isEmpty();
        for (StoredEntity stored : catalog.all("table")) {
            // The older version would have been one more.
            assertThat(stored.version()).as(stored.fqn()).isEqualTo(audit.hasForeignKey(stored.fqn()) ? 2 : 1);
        }
    }

    @Test
    void pausedWithWritesUnderWay() throws Exception {
        fill(TABLES);
        Cli first = pausedWithWritesHeld();
        addColumn("newer", everyTable());
        Cli second = letAnotherWrite(BATCHES - 1);
        awaitHeldWrite();

        List<String> overwritten = applyOlderWrites();
        first.signal("CONT");
        site.await(
                "they are open once more",
                () -> site.ledger()
                                .number(
                                        "SELECT count(*) FROM trawl.entity WHERE id = ANY (?) AND batch_no >= ?",
                                        overwritten.toArray(String[]::new),
                                        BATCHES)
                        == overwritten.size());
        gate.open();

        assertEnded(first);
        assertEnded(second);
        assertThat(site.faults()).isEmpty();
        assertThat(site.report().get("repeated").asInt()).isGreaterThanOrEqualTo(overwritten.size());
    }

    @Test
    void wokenAfterTheEndOfTheRun() throws Exception {
        fill(TABLES);
        Cli first = pausedWithWritesHeld();
        addColumn("newer", everyTable());
        Cli second = letAnotherWrite(1_000);
        assertEnded(second);
        assertThat(site.faults()).isEmpty();

        List<String> overwritten = applyOlderWrites();
        first.signal("CONT");
        assertEnded(first);
        assertThat(catalog.pipelineStatuses(TestEnvironment.PIPELINE))
                .extracting(status -> status.path("pipelineState").asText())
                .as("the run ended once")
                .containsOnlyOnce("success");

        assertNextRunRepairs(overwritten);
    }

    @Test
    void killedWithWritesUnderWayThatArriveAfterTheEndOfTheRun() throws Exception {
        fill(TABLES);
        Cli first = pausedWithWritesHeld();
        addColumn("newer", everyTable());
        first.kill();
        assertEnded(letAnotherWrite(1_000));
        assertThat(site.faults()).isEmpty();

        assertNextRunRepairs(applyOlderWrites());
    }

    private Cli pausedWithWritesHeld() throws Exception {
        gate.openTo(0);
        Cli first = site.start("ingest", "--no-progress");
        awaitHeldWrite();
        first.signal("STOP");
        gate.keep();
        return first;
    }

    /** Lets the held writes take effect, and answers whose tables they made older. */
    private List<String> applyOlderWrites() throws Exception {
        List<String> claimed = new ArrayList<>();
        gate.letGo();
        site.await("the older writes take effect", () -> {
            claimed.clear();
            for (StoredEntity stored : catalog.all("table")) {
                if (!CatalogAudit.table(stored.document()).columns().contains("newer")) {
                    claimed.add(stored.fqn());
                }
            }
            return claimed.size() >= PER_BATCH && claimed.size() % PER_BATCH == 0;
        });
        return claimed;
    }

    private void assertNextRunRepairs(List<String> overwritten) throws Exception {
        assertThat(site.faults()).hasSizeGreaterThanOrEqualTo(overwritten.size());
        assertEnded(site.start("ingest", "--no-progress"));
        assertThat(site.faults()).isEmpty();
        JsonNode entities = site.report().get("entities");
        assertThat(entities.get("ingested").asInt()).isBetween(overwritten.size(), TABLES - PER_BATCH);
        assertThat(entities.get("unchanged").asInt()).isPositive();
        assertThat(entities.get("failed").asInt()).isZero();
    }

    /** A batch that a paused process holds: its number and token. */
    private record Held(long batch, long token) {}

    @Test
    void pausedAtMomentsOfTheSeed() throws Exception {
        Random random = new Random(TestEnvironment.seed());
        fill(6 * TABLES);
        List<Cli> processes = new ArrayList<>();
        gate.openTo(0);
        processes.add(site.joined(site.start("ingest", "--no-progress")));
        processes.add(site.joined(site.start("ingest", "--join", "latest", "--no-progress")));
        Map<String, Boolean> completedLast = new LinkedHashMap<>();
        for (int round = 0; round < 5; round++) {
            gate.openForAnother(random.nextInt(6));
            awaitHeldWrite();
            Cli cli = processes.get(random.nextInt(2));
            cli.signal("STOP");
            Map<String, Held> held = heldBy(cli);
            addColumn("newer_" + round, held.keySet());
            site.await("its leases end", () -> noneIsLeased(held));
            while (!othersHave(held)) {
                gate.openForAnother(1); // what has waited longest is claimed first
                site.await("a write comes, or another has what it held", () -> gate.holds() || othersHave(held));
            }
            // What it has completed all the same was under way to the ledger at that moment: rightly the older version.
            held.forEach((id, before) -> completedLast.put(id, heldNow(id).equals(before)));
            cli.signal("CONT");
        }
        gate.open();
        processes.forEach(this::assertEnded);

        Set<String> completed = new HashSet<>(completedLast.keySet());
        completed.removeIf(id -> !completedLast.get(id));
        System.out.println(completedLast.size() + " tables were held by a paused process, " + completed.size()
                + " of them completed at that moment");
        assertThat(completed).hasSizeLessThan(completedLast.size());
        assertThat(site.faults())
                .filteredOn(fault -> completed.stream().noneMatch(id -> fault.startsWith("different: " + id + ":")))
                .isEmpty();
    }

    private Map<String, Held> heldBy(Cli cli) {
        Map<String, Held> held = new LinkedHashMap<>();
        for (String id : site.ledger()
                .list(
                        "SELECT e.id FROM trawl.batch b JOIN trawl.run_session s ON s.no = b.session_no"
                                + " JOIN trawl.entity e ON e.run_no = b.run_no AND e.batch_no = b.no"
                                + " WHERE b.claimed AND e.state IN ('OPEN', 'DEFERRED') AND s.worker LIKE ?",
                        "%:" + cli.process().pid())) {
            held.put(id, heldNow(id));
        }
        return held;
    }

    private Held heldNow(String id) {
        LedgerView ledger = site.ledger();
        String batch =
                "FROM trawl.batch b JOIN trawl.entity e ON e.run_no = b.run_no AND e.batch_no = b.no WHERE e.id = ?";
        return new Held(ledger.number("SELECT b.no " + batch, id), ledger.number("SELECT b.token " + batch, id));
    }

    private boolean noneIsLeased(Map<String, Held> held) {
        return none(held, "claimed AND due > clock_timestamp()");
    }

    private boolean othersHave(Map<String, Held> held) {
        return none(held, "claimed");
    }

    private boolean none(Map<String, Held> held, String condition) {
        String query = "SELECT count(*) FROM trawl.batch WHERE no = ? AND token = ? AND " + condition;
        return held.values().stream()
                .distinct()
                .noneMatch(each -> site.ledger().number(query, each.batch(), each.token()) > 0);
    }
}
