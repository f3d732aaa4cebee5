package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.workflow.LedgerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The ledger in a PostgreSQL database. */
public final class PostgresLedger implements DurableLedger {

    /** How long the database may be unreachable before an operation gives up. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(5);

    private static final Sql LIST = Sql.load("runs");
    private static final Sql STOP_LEFT = Sql.load("stop-left");
    private static final Sql LEADERLESS = Sql.load("leaderless");
    private static final Sql UNANNOUNCED = Sql.load("unannounced");
    private static final Sql ANNOUNCED = Sql.load("announced");
    private static final Sql PLACED = Sql.load("placed");
    private static final Sql PLACE = Sql.load("place");
    private static final Sql PACE = Sql.load("pace");

    private static final Query.Row<RunRecord> RECORD = row -> RunRow.of(row).record();

    /** How many leaderless or unannounced runs are returned. */
    private static final int MOST_LEFT = 100;

    private final Database database;
    private final LedgerConfig config;
    private final RunQueries runs;
    private final RunAdmission admission;
    private final ReportQueries reports;
    private final Queue<SharedConnectionBudget> budgets = new ConcurrentLinkedQueue<>();

    private PostgresLedger(Database database, LedgerConfig config) {
        this.database = database;
        this.config = config;
        this.runs = new RunQueries(database);
        this.admission = new RunAdmission(database, config.lease(), worker());
        this.reports = new ReportQueries(database);
    }

    /**
     * Connects, and creates or migrates the schema {@code trawl}.
     *
     * @param retry how the first connection is tried again
     * @param patience how long the database may be unreachable later
     * @throws io.trawl.api.model.TrawlException with one line that says why not
     */
    public static PostgresLedger open(LedgerConfig config, ConnectRetry retry, Duration patience) {
        LedgerAddress address = LedgerAddress.of(config);
        new Migration(address).run(retry);
        return new PostgresLedger(new Database(address, patience), config);
    }

    /** {@code host:pid}, which identifies the process for a user. */
    private static String worker() {
        String host = System.getenv("HOSTNAME");
        if (host == null || host.isBlank()) {
            try {
                host = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                host = "localhost";
            }
        }
        return host + ":" + ProcessHandle.current().pid();
    }

    @Override
    public DurableRunLedger begin(NewRun run) {
        PostgresRunLedger begun = new PostgresRunLedger(admission.begin(run));
        runs.prune(run.workflow(), config.keepRuns());
        return begun;
    }

    @Override
    public DurableRunLedger enter(String workflow, RunStart.Existing start, String digest) {
        return new PostgresRunLedger(admission.enter(workflow, start, digest));
    }

    @Override
    public Optional<DurableRunLedger> work(String workflow, String runId, String digest) {
        return admission.work(workflow, runId, digest).map(PostgresRunLedger::new);
    }

    @Override
    public List<RunRecord> leaderless(String mode) {
        STOP_LEFT.query("mode", mode).update(database);
        return left(LEADERLESS, mode);
    }

    @Override
    public List<RunRecord> unannounced(String mode) {
        return left(UNANNOUNCED, mode);
    }

    private List<RunRecord> left(Sql which, String mode) {
        return which.query("mode", mode).set("most", MOST_LEFT).list(database, RECORD);
    }

    @Override
    public void announced(String workflow, String runId) {
        ANNOUNCED.query("workflow", workflow).set("id", runId).update(database);
    }

    @Override
    public RunRecord stop(String workflow, String runId) {
        return runs.stop(workflow, runId);
    }

    @Override
    public void placed(String workflow, String runId, String place) {
        PLACED.query("workflow", workflow).set("id", runId).set("place", place).update(database);
    }

    @Override
    public Optional<String> place(String workflow, String runId) {
        return PLACE.query("workflow", workflow)
                .set("id", runId)
                .first(database, row -> Optional.ofNullable(row.getString("place")))
                .orElse(Optional.empty());
    }

    @Override
    public List<RunRecord> runs(String workflow, int most) {
        return LIST.query("workflow", workflow).set("most", most).list(database, RECORD);
    }

    @Override
    public Optional<RunRecord> run(String workflow, String runId) {
        return runs.find(workflow, runId).map(RunRow::record);
    }

    @Override
    public Report report(String workflow, String runId) {
        return reports.report(runs.get(workflow, runId).no(), null);
    }

    @Override
    public void forEachEntity(String workflow, String runId, Consumer<EntityRecord> consumer) {
        reports.forEachEntity(runs.get(workflow, runId).no(), consumer);
    }

    @Override
    public OptionalDouble pace(String workflow) {
        return PACE.query("workflow", workflow)
                .first(database, row -> OptionalDouble.of(row.getDouble("pace")))
                .orElse(OptionalDouble.empty());
    }

    @Override
    public ConnectionBudget connectionBudget(String server, int size) {
        String owner = UUID.randomUUID().toString();
        SharedConnectionBudget budget =
                new SharedConnectionBudget(database::connection, owner, server, size, config.lease());
        budgets.add(budget);
        return budget;
    }

    @Override
    public void close() {
        budgets.forEach(SharedConnectionBudget::close);
        database.close();
    }
}
