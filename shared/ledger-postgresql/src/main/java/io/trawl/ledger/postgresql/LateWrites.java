package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Repairs what a worker has written after its lease had ended. It may be older than what another worker has written meanwhile,
 * in this run or a later one to the same catalog, so these entities are opened again there.
 */
final class LateWrites {

    private static final Sql CALL_ONCE =
            Sql.parse("INSERT INTO trawl.call (run_no, id, answer) VALUES (:run, :call, 0) ON CONFLICT DO NOTHING");
    private static final Sql RUNS = Sql.load("late-runs");
    private static final Sql REOPEN = Sql.load("late-entities");
    private static final Sql FORGET = Sql.load("fingerprints-forget");

    private final Database database;
    private final RunSession session;

    LateWrites(Database database, RunSession session) {
        this.database = database;
        this.session = session;
    }

    void wrote(Claim claim, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        UUID call = UUID.randomUUID();
        String[] sorted = ids.stream().sorted().toArray(String[]::new);
        database.transaction((connection, attempt) -> {
            List<Long> runs;
            try (Query query = RUNS.on(connection)) {
                runs = query.set("run", session.runNo()).list(row -> row.getLong("no"));
            }
            if (runs.contains(session.runNo()) && isFirst(connection, call)) {
                for (long run : runs) {
                    reopen(connection, run, claim, sorted);
                }
                forget(connection, claim, sorted);
            }
            return null;
        });
    }

    private boolean isFirst(Connection connection, UUID call) throws SQLException {
        try (Query query = CALL_ONCE.on(connection)) {
            return query.set("run", session.runNo()).set("call", call).update() == 1;
        }
    }

    private static void reopen(Connection connection, long run, Claim claim, String[] ids) throws SQLException {
        String named = claim.descriptors().get(0).database();
        try (Query query = REOPEN.on(connection)) {
            query.set("run", run)
                    .set("type", claim.type().name())
                    .set("database", named == null ? "" : named)
                    .set("ids", ids)
                    .update();
        }
    }

    private void forget(Connection connection, Claim claim, String[] ids) throws SQLException {
        if (session.catalogNo() != null) {
            try (Query query = FORGET.on(connection)) {
                query.set("catalog", session.catalogNo())
                        .set("type", claim.type().name())
                        .set("ids", ids)
                        .update();
            }
        }
    }
}
