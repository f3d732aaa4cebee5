package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.report.Report.State;
import io.trawl.api.source.SourceMeter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Begins and enters runs, one process at a time for each workflow. The process becomes the leader if no other one is, so that
 * of two processes that begin at once one is refused.
 */
final class RunAdmission {

    private static final Sql LOCK = Sql.load("workflow-lock");
    private static final Sql SUPERSEDE = Sql.load("run-supersede");
    private static final Sql CATALOG = Sql.load("catalog-add");
    private static final Sql BEGIN = Sql.load("run-begin");
    private static final Sql AFTER = Sql.load("run-after");
    private static final Sql ENTER = Sql.load("run-enter");
    private static final Sql SESSION = Sql.load("run-session-add");
    private static final Sql MARK_ALL_UNSENT = Sql.load("mark-all-unsent");
    private static final Sql RETRY_ENTITIES = Sql.load("retry-entities");
    private static final Sql RETRY_LISTINGS = Sql.load("retry-listings");

    /** The number of entities in a batch that is tried again. */
    private static final int RETRIED_TOGETHER = 100;

    private final Database database;
    private final Duration lease;
    private final String worker;

    /**
     * @param worker names this process
     */
    RunAdmission(Database database, Duration lease, String worker) {
        this.database = database;
        this.lease = lease;
        this.worker = worker;
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    RunSession begin(NewRun run) {
        String key = newKey();
        return database.transaction((connection, attempt) -> {
            lock(connection, run.workflow());
            Optional<RunRow> same = RunQueries.find(connection, null, run.runId());
            if (same.isPresent()) {
                if (!key.equals(same.get().leader())) {
                    throw RunStateErrors.hasBegun(run.runId());
                }
                return session(connection, same.get(), key); // begun by an attempt whose answer was lost
            }
            Optional<RunRow> latest = RunQueries.find(connection, run.workflow(), Ledger.LATEST);
            if (latest.isPresent() && latest.get().record().state() == State.RUNNING) {
                throw RunStateErrors.beginning(latest.get());
            }
            insert(connection, run, key);
            return session(connection, RunQueries.get(connection, run.workflow(), run.runId()), key);
        });
    }

    private void insert(Connection connection, NewRun run, String key) throws SQLException {
        SUPERSEDE.query("workflow", run.workflow()).update(connection);
        if (run.catalog() != null) {
            CATALOG.query("catalog", run.catalog()).update(connection);
        }
        BEGIN.query("id", run.runId())
                .set("workflow", run.workflow())
                .set("service", run.service())
                .set("digest", run.digest())
                .set("catalog", run.catalog())
                .set("mode", run.mode())
                .set("leader", key)
                .set("lease", Texts.micros(lease))
                .update(connection);
    }

    RunSession enter(String workflow, RunStart.Existing start, String digest) {
        String key = newKey();
        return database.transaction((connection, attempt) -> {
            RunRow found = RunQueries.get(connection, workflow, start.runId());
            lock(connection, found.record().run().workflow());
            RunRow run = RunQueries.lock(connection, workflow, found.id());
            boolean entered = attempt > 1 && key.equals(run.leader()); // by an attempt whose answer was lost
            if (!entered) {
                check(connection, run, digest, start);
                if (!(start instanceof RunStart.Join)) {
                    enter(connection, run, key, start instanceof RunStart.Retry);
                }
            }
            return session(connection, run, key);
        });
    }

    /** Takes no lock: the run may end, or another begin, a moment later in any case. */
    Optional<RunSession> work(String workflow, String runId, String digest) {
        String key = newKey();
        return database.statements((connection, attempt) -> {
            RunRow run = RunQueries.get(connection, workflow, runId);
            if (run.stored() != State.RUNNING) { // a later run ends this state, too
                return Optional.empty();
            }
            checkDigest(run, digest);
            return Optional.of(session(connection, run, key));
        });
    }

    private static void checkDigest(RunRow run, String digest) {
        if (!run.record().run().digest().equals(digest)) {
            throw RunStateErrors.changed(run);
        }
    }

    private static void check(Connection connection, RunRow run, String digest, RunStart.Existing start)
            throws SQLException {
        checkDigest(run, digest);
        Optional<String> later = AFTER.query("workflow", run.record().run().workflow())
                .set("run", run.no())
                .first(connection, row -> row.getString("id"));
        if (later.isPresent()) {
            throw RunStateErrors.later(run, later.get());
        }
        State state = run.record().state();
        if (start instanceof RunStart.Join
                && (state != State.RUNNING || run.record().stopRequested())) {
            throw RunStateErrors.joining(run);
        }
        if (start instanceof RunStart.Resume && state.isComplete()) {
            throw RunStateErrors.resuming(run);
        }
        if (start instanceof RunStart.Retry && state == State.RUNNING) {
            throw RunStateErrors.retrying(run);
        }
        if (start instanceof RunStart.Retry && run.record().entities().failed() == 0) {
            throw RunStateErrors.nothingFailed(run);
        }
    }

    /** Becomes the leader if no other process is. */
    private void enter(Connection connection, RunRow run, String key, boolean retry) throws SQLException {
        if (retry) {
            RETRY_ENTITIES.query("run", run.no()).set("most", RETRIED_TOGETHER).update(connection);
            RETRY_LISTINGS.query("run", run.no()).update(connection);
        }
        if (run.stored() != State.RUNNING || run.record().stopRequested()) {
            MARK_ALL_UNSENT.query("run", run.no()).update(connection);
        }
        ENTER.query("run", run.no())
                .set("leader", key)
                .set("lease", Texts.micros(lease))
                .set("phase", retry ? Phase.DISCOVERY.name() : null)
                .update(connection);
    }

    private static void lock(Connection connection, String workflow) throws SQLException {
        LOCK.query("workflow", workflow).exists(connection);
    }

    private RunSession session(Connection connection, RunRow run, String key) throws SQLException {
        return SESSION.query("key", key)
                .set("run", run.no())
                .set("worker", worker)
                .first(
                        connection,
                        row -> new RunSession(
                                database,
                                run.record().run(),
                                run.no(),
                                key,
                                row.getInt("session_no"),
                                row.getObject("catalog_no", Integer.class),
                                RunRow.instant(row, "started_at"),
                                lease,
                                row.getBoolean("stop_requested"),
                                new SourceMeter(),
                                Texts.ofMicros(row.getLong("active"))))
                .orElseThrow();
    }
}
