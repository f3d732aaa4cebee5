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
        PostgresRunLedger begun = take(admission.begin(run, newKey()));
        runs.prune(run.workflow(), config.keepRuns());
        return begun;
    }

    @Override
    public DurableRunLedger enter(String workflow, RunStart.Existing start, String digest) {
        return take(admission.enter(workflow, start, digest, newKey()));
    }

    @Override
    public Optional<DurableRunLedger> work(String workflow, String runId, String digest) {
        return admission.work(workflow, runId, digest, newKey()).map(this::take);
    }

    @Override
    public List<RunRecord> leaderless(String mode) {
        return runs.leaderless(mode);
    }

    @Override
    public List<RunRecord> unannounced(String mode) {
        return runs.unannounced(mode);
    }

    @Override
    public void announced(String workflow, String runId) {
        runs.announced(workflow, runId);
    }

    private PostgresRunLedger take(RunSession session) {
        return new PostgresRunLedger(database, session);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Override
    public RunRecord stop(String workflow, String runId) {
        return runs.stop(workflow, runId);
    }

    @Override
    public void placed(String workflow, String runId, String place) {
        runs.placed(workflow, runId, place);
    }

    @Override
    public Optional<String> place(String workflow, String runId) {
        return runs.place(workflow, runId);
    }

    @Override
    public List<RunRecord> runs(String workflow, int most) {
        return runs.list(workflow, most);
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
        new EntityPages(database).forEach(runs.get(workflow, runId).no(), consumer);
    }

    @Override
    public OptionalDouble pace(String workflow) {
        return runs.pace(workflow);
    }

    @Override
    public ConnectionBudget connectionBudget(String server, int size) {
        SharedConnectionBudget budget =
                new SharedConnectionBudget(database.dataSource(), newKey(), server, size, config.lease());
        budgets.add(budget);
        return budget;
    }

    @Override
    public void close() {
        budgets.forEach(SharedConnectionBudget::close);
        database.close();
    }
}
