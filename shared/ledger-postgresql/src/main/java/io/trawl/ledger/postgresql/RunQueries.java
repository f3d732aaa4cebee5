package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Finds, stops and prunes runs. */
final class RunQueries {

    private static final Sql BY_ID = Sql.load("run-by-id");
    private static final Sql LATEST = Sql.load("run-latest");
    private static final Sql LOCK = Sql.load("run-lock");
    private static final Sql STOP = Sql.load("run-stop");
    private static final Sql PRUNABLE = Sql.load("prunable");
    private static final Sql PRUNE_ENTITIES = Sql.load("prune-entities");
    private static final Sql PRUNE_BATCHES = Sql.load("prune-batches");
    private static final Sql PRUNE_RUN = Sql.load("prune-run");

    /** How many rows are deleted at a time, so that no statement takes long. */
    private static final int CHUNK = 50_000;

    private final Database database;

    RunQueries(Database database) {
        this.database = database;
    }

    Optional<RunRow> find(String workflow, String runId) {
        return database.statements((connection, attempt) -> find(connection, workflow, runId));
    }

    static Optional<RunRow> find(Connection connection, String workflow, String runId) throws SQLException {
        Query query = runId.equals(Ledger.LATEST) ? LATEST.query() : BY_ID.query("id", runId);
        return query.set("workflow", workflow).first(connection, RunRow::of);
    }

    /** The run; throws if there is none. */
    static RunRow get(Connection connection, String workflow, String runId) throws SQLException {
        return find(connection, workflow, runId).orElseThrow(() -> RunStateErrors.unknown(workflow, runId));
    }

    RunRow get(String workflow, String runId) {
        return database.statements((connection, attempt) -> get(connection, workflow, runId));
    }

    /** Locks the run until the end of the transaction and reads it. */
    static RunRow lock(Connection connection, String workflow, String runId) throws SQLException {
        RunRow found = get(connection, workflow, runId);
        LOCK.query("run", found.no()).exists(connection);
        return get(connection, workflow, found.id());
    }

    RunRecord stop(String workflow, String runId) {
        return database.transaction((connection, attempt) -> {
            RunRow run = lock(connection, workflow, runId);
            if (run.stored() == State.STOPPED) {
                return run.record();
            }
            if (run.stored().hasEnded()) {
                throw RunStateErrors.stopping(run);
            }
            STOP.query("run", run.no()).update(connection);
            return get(connection, workflow, run.id()).record();
        });
    }

    /** Deletes the oldest runs of a workflow, except running ones. Fingerprints stay. */
    void prune(String workflow, int keep) {
        PRUNABLE.query("workflow", workflow)
                .set("keep", keep)
                .list(database, row -> row.getLong("no"))
                .forEach(this::prune);
    }

    private void prune(long run) {
        int deleted;
        do {
            deleted = PRUNE_ENTITIES.query("run", run).set("most", CHUNK).update(database);
        } while (deleted == CHUNK);
        database.transaction((connection, attempt) -> {
            PRUNE_BATCHES.query("run", run).update(connection);
            return PRUNE_RUN.query("run", run).update(connection);
        });
    }
}
