package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.Pass;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Records the outcomes of a batch: one statement, which has no effect if the claim's fencing token is no longer valid.
 */
final class Completions {

    private static final Sql COMPLETE = Sql.load("complete");
    private static final Sql COMPLETED = Sql.load("completed");

    private final Database database;
    private final RunSession session;
    private final Leases leases;

    Completions(Database database, RunSession session, Leases leases) {
        this.database = database;
        this.session = session;
        this.leases = leases;
    }

    boolean complete(Claim claim, Completion completion) {
        EntityRecord.State waiting =
                claim.pass() == Pass.ENTITIES ? EntityRecord.State.OPEN : EntityRecord.State.DEFERRED;
        CompletedRows rows = new CompletedRows(claim, completion.took());
        for (Outcome outcome : completion.outcomes()) {
            rows.add(outcome, completion.fingerprints().get(outcome.descriptor().id()));
        }
        for (EntityDescriptor deferred : completion.deferred()) {
            rows.add(
                    deferred,
                    EntityRecord.State.DEFERRED,
                    null,
                    null,
                    completion.fingerprints().get(deferred.id()));
        }
        for (Outcome.Failed failed : completion.again()) {
            rows.add(failed.descriptor(), waiting, failed.kind(), failed.message(), null);
        }
        return complete(
                claim.batch(),
                claim.token(),
                claim.attempt(),
                rows,
                completion.deferred().size(),
                completion.again().size(),
                completion.pause(),
                completion.took());
    }

    /**
     * Completes a batch that is not for a worker: nothing of it is left, or it has cost too many workers.
     *
     * @param open what is left of it, which fails
     */
    void settle(long batch, long token, int attempt, List<EntityDescriptor> open) {
        CompletedRows rows = new CompletedRows(open, Duration.ZERO);
        String message = "the worker that had it was lost " + Claims.MOST_LOST + " times";
        for (EntityDescriptor descriptor : open) {
            rows.add(new Outcome.Failed(descriptor, FailureKind.BUG, message), null);
        }
        complete(batch, token, attempt, rows, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    private boolean complete(
            long batch,
            long token,
            int attempt,
            CompletedRows rows,
            int deferred,
            int again,
            Duration pause,
            Duration took) {
        Map<String, Object[]> arrays = rows.arrays();
        boolean applied = database.statements((connection, ignored) -> {
            try (Query complete = COMPLETE.on(connection)) {
                complete.set("run", session.runNo())
                        .set("batch", batch)
                        .set("token", token)
                        .set("session", session.sessionNo())
                        .set("catalog", session.catalogNo())
                        .set("attempt", attempt)
                        .set("deferred", deferred)
                        .set("again", again)
                        .set("pause", Texts.micros(pause))
                        .set("took", Texts.micros(took));
                for (Map.Entry<String, Object[]> array : arrays.entrySet()) {
                    complete.set(array.getKey(), array.getValue());
                }
                return complete.exists() || isApplied(connection, batch, token);
            }
        });
        leases.remove(token);
        return applied;
    }

    /** By an attempt whose answer was lost. */
    private boolean isApplied(Connection connection, long batch, long token) throws SQLException {
        try (Query completed = COMPLETED.on(connection)) {
            return completed
                    .set("run", session.runNo())
                    .set("batch", batch)
                    .set("token", token)
                    .exists();
        }
    }
}
