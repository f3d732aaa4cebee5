package io.trawl.ledger.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.workflow.LedgerConfig;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A run of many batches costs no more at each step than a small one: pages looked at, of more than 1,000 in all. */
@Tag("processes")
class LargePlanTest {

    private static final int BATCHES = 30_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    private final LedgerConfig config = TestServer.config(TestServer.shared().hostPort(), LedgerConfig.DEFAULT_LEASE);
    private final PostgresLedger ledger = TestServer.open(LedgerConfig.DEFAULT_LEASE);
    private final Database database = new Database(LedgerAddress.of(config), Duration.ofSeconds(30));
    private final NewRun newRun = Entities.run("large " + Entities.newId(), "catalog");
    private DurableRunLedger run;
    /** Literals, by the parameter's name. */
    private Map<String, String> usual;

    @BeforeEach
    void plan() {
        smallRunsBefore();
        run = ledger.begin(newRun);
        for (int from = 0; from < BATCHES; from += 10_000) {
            Entities.plan(run, from, 10_000, 1);
        }
        RunRow row = new RunQueries(database).get(newRun.workflow(), newRun.runId());
        usual = Map.of(
                "run", String.valueOf(row.no()),
                "leader", "'" + row.leader() + "'",
                "session", "1",
                "request", "gen_random_uuid()",
                "lease", "3600000000",
                "again", "3600000000");
    }

    /** After which the server expects this run to be small, too. */
    private void smallRunsBefore() {
        for (int i = 0; i < 20; i++) {
            Entities.planned(ledger, Entities.run("small " + Entities.newId(), "catalog"), 20, 1)
                    .close();
        }
        TestServer.shared().execute("postgres", "ANALYZE trawl.batch");
    }

    @AfterEach
    void end() {
        run.close();
        database.close();
        ledger.close();
    }

    /** Executes it as the ledger does, with a plan that was made without the parameters. */
    private void looksAtNoMoreThan(int pages, String name, Map<String, String> literals) {
        Sql sql = Sql.load(name);
        StringBuilder text = new StringBuilder(sql.text());
        List<String> values = new ArrayList<>();
        for (String parameter : sql.names()) {
            values.add(literals.getOrDefault(parameter, usual.get(parameter)));
            int at = text.indexOf("?");
            text.replace(at, at + 1, "$" + values.size());
        }
        String prepared = "measured_" + name.replace('-', '_');
        String plan = database.statements((connection, attempt) -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DEALLOCATE ALL");
                statement.execute("PREPARE " + prepared + " AS " + text);
                return plan(
                        statement,
                        "EXPLAIN (ANALYZE, BUFFERS) EXECUTE " + prepared + " (" + String.join(", ", values) + ")");
            }
        });
        Matcher buffers = BUFFERS.matcher(plan);
        assertThat(buffers.find()).as(plan).isTrue();
        int hit = Integer.parseInt(buffers.group(1));
        int read = buffers.group(2) == null ? 0 : Integer.parseInt(buffers.group(2));
        assertThat(hit + read).as(name + "\n" + plan).isPositive().isLessThanOrEqualTo(pages);
    }

    private static String plan(Statement statement, String explain) throws SQLException {
        try (ResultSet rows = statement.executeQuery(explain)) {
            StringJoiner lines = new StringJoiner("\n");
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines.toString();
        }
    }

    @Test
    void aStepLooksAtFewPages() {
        looksAtNoMoreThan(600, "dispatch", Map.of("most", "64"));
        assertThat(run.dispatch(400, HOUR)).hasSize(400);
        looksAtNoMoreThan(700, "dispatch", Map.of("most", "64")); // behind 464 that were sent
        looksAtNoMoreThan(150, "dispatch", Map.of("most", "1"));
        looksAtNoMoreThan(100, "claim", Map.of("most", "5"));
        looksAtNoMoreThan(30, "batches-in-flight", Map.of("batches", "'{1, 20000, 29999}'"));
        looksAtNoMoreThan(60, "claim-one", Map.of("batch", "20000"));
        looksAtNoMoreThan(30, "claim-later", Map.of("batch", "20000"));
    }

    @Test
    void whatIsDoneIsNotLookedAt() {
        TestServer.shared()
                .execute(
                        "postgres",
                        "UPDATE trawl.batch SET done = true WHERE no < 25000 AND run_no = " + usual.get("run"));
        TestServer.shared().execute("postgres", "VACUUM trawl.batch");
        looksAtNoMoreThan(100, "claim", Map.of("most", "5"));
        looksAtNoMoreThan(100, "dispatch", Map.of("most", "5"));
    }
}
