package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds, stops and prunes runs. */
final class RunQueries {

    private static final Sql BY_ID = Sql.load("run-by-id");
    private static final Sql LATEST = Sql.load("run-latest");
    private static final Sql LIST = Sql.load("runs");
    private static final Sql STOP_LEFT = Sql.load("stop-left");
    private static final Sql LEADERLESS = Sql.load("leaderless");
    private static final Sql LOCK = Sql.load("run-lock");
    private static final Sql STOP = Sql.load("run-stop");
    private static final Sql PRUNABLE = Sql.load("prunable");
    private static final Sql PRUNE_ENTITIES = Sql.load("prune-entities");
    private static final Sql PRUNE_BATCHES = Sql.load("prune-batches");
    private static final Sql PRUNE_RUN = Sql.load("prune-run");

    private static final Sql UNANNOUNCED = Sql.load("unannounced");
    private static final Sql ANNOUNCED = Sql.load("announced");
    private static final Sql PLACED = Sql.load("placed");
    private static final Sql PLACE = Sql.load("place");
    private static final Sql PACE = Sql.load("pace");

    /** How many leaderless or unannounced runs are returned. */
    private static final int MOST_LEFT = 100;

    /** How many rows are deleted at a time, so that no statement takes long. */
    private static final int CHUNK = 50_000;

    private final Database database;

    RunQueries(Database database) {
        this.database = database;
    }

    List<RunRecord> list(String workflow, int most) {
        return database.statements((connection, attempt) -> {
            try (Query query = LIST.on(connection)) {
                return query.set("workflow", workflow).set("most", most).list(row -> RunRow.of(row)
                        .record());
            }
        });
    }

    List<RunRecord> leaderless(String mode) {
        return database.statements((connection, attempt) -> {
            try (Query stop = STOP_LEFT.on(connection);
                    Query query = LEADERLESS.on(connection)) {
                stop.set("mode", mode).update();
                return query.set("mode", mode).set("most", MOST_LEFT).list(row -> RunRow.of(row)
                        .record());
            }
        });
    }

    List<RunRecord> unannounced(String mode) {
        return database.statements((connection, attempt) -> {
            try (Query query = UNANNOUNCED.on(connection)) {
                return query.set("mode", mode).set("most", MOST_LEFT).list(row -> RunRow.of(row)
                        .record());
            }
        });
    }

    void announced(String workflow, String runId) {
        database.statements((connection, attempt) -> {
            try (Query query = ANNOUNCED.on(connection)) {
                return query.set("workflow", workflow).set("id", runId).update();
            }
        });
    }

    void placed(String workflow, String runId, String place) {
        database.statements((connection, attempt) -> {
            try (Query query = PLACED.on(connection)) {
                return query.set("workflow", workflow)
                        .set("id", runId)
                        .set("place", place)
                        .update();
            }
        });
    }

    Optional<String> place(String workflow, String runId) {
        return database.statements((connection, attempt) -> {
            try (Query query = PLACE.on(connection)) {
                return query.set("workflow", workflow)
                        .set("id", runId)
                        .first(row -> Optional.ofNullable(row.getString("place")))
                        .orElse(Optional.empty());
            }
        });
    }

    OptionalDouble pace(String workflow) {
        return database.statements((connection, attempt) -> {
            try (Query query = PACE.on(connection)) {
                return query.set("workflow", workflow)
                        .first(row -> OptionalDouble.of(row.getDouble("pace")))
                        .orElse(OptionalDouble.empty());
            }
        });
    }

    Optional<RunRow> find(String workflow, String runId) {
        return database.statements((connection, attempt) -> find(connection, workflow, runId));
    }

    static Optional<RunRow> find(Connection connection, String workflow, String runId) throws SQLException {
        boolean latest = runId.equals(Ledger.LATEST);
        try (Query query = (latest ? LATEST : BY_ID).on(connection)) {
            if (!latest) {
                query.set("id", runId);
            }
            return query.set("workflow", workflow).first(RunRow::of);
        }
    }

    /** The run; throws if there is none. */
    static RunRow get(Connection connection, String workflow, String runId) throws SQLException {
        return find(connection, workflow, runId).orElseThrow(() -> RunStateErrors.unknown(workflow, runId));
    }

    RunRow get(String workflow, String runId) {
        return find(workflow, runId).orElseThrow(() -> RunStateErrors.unknown(workflow, runId));
    }

    /** Locks the run until the end of the transaction and reads it. */
    static RunRow lock(Connection connection, String workflow, String runId) throws SQLException {
        RunRow found = get(connection, workflow, runId);
        try (Query query = LOCK.on(connection)) {
            query.set("run", found.no()).exists();
        }
        return get(connection, workflow, found.record().run().runId());
    }

    RunRecord stop(String workflow, String runId) {
        return database.transaction((connection, attempt) -> {
            RunRow run = lock(connection, workflow, runId);
            State state = run.stored();
            if (state == State.STOPPED) {
                return run.record();
            }
            if (state.hasEnded()) {
                throw new TrawlException(
                        FailureKind.INVALID,
                        RunStateErrors.name(run) + " has ended (" + state.wireName() + "): nothing to stop");
            }
            try (Query query = STOP.on(connection)) {
                query.set("run", run.no()).update();
            }
            return get(connection, workflow, run.record().run().runId()).record();
        });
    }

    /** Deletes the oldest runs of a workflow, except running ones. Fingerprints stay. */
    void prune(String workflow, int keep) {
        List<Long> runs = database.statements((connection, attempt) -> {
            try (Query query = PRUNABLE.on(connection)) {
                return query.set("workflow", workflow).set("keep", keep).list(row -> row.getLong("no"));
            }
        });
        for (long run : runs) {
            prune(run);
        }
    }

    private void prune(long run) {
        int deleted;
        do {
            deleted = database.statements((connection, attempt) -> {
                try (Query query = PRUNE_ENTITIES.on(connection)) {
                    return query.set("run", run).set("most", CHUNK).update();
                }
            });
        } while (deleted == CHUNK);
        database.transaction((connection, attempt) -> {
            for (Sql sql : List.of(PRUNE_BATCHES, PRUNE_RUN)) {
                try (Query query = sql.on(connection)) {
                    query.set("run", run).update();
                }
            }
            return null;
        });
    }
}
