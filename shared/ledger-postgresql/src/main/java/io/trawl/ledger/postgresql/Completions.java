package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.EntityRecord.State;
import io.trawl.api.ledger.Pass;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Records the outcomes of a batch: one statement, which has no effect if the claim's fencing token is no longer valid.
 */
final class Completions {

    private static final Sql COMPLETE = Sql.load("complete");
    private static final Sql COMPLETED = Sql.load("completed");
    private static final Sql CALL_ONCE = Sql.load("call-add");
    private static final Sql LATE_RUNS = Sql.load("late-runs");
    private static final Sql REOPEN = Sql.load("late-entities");
    private static final Sql FORGET = Sql.load("fingerprints-forget");

    private final RunSession session;
    private final Leases leases;

    Completions(RunSession session, Leases leases) {
        this.session = session;
        this.leases = leases;
    }

    boolean complete(Claim claim, Completion completion) {
        State waiting = claim.pass() == Pass.ENTITIES ? State.OPEN : State.DEFERRED;
        CompletedRows rows = new CompletedRows(claim.descriptors(), completion.took());
        for (Outcome outcome : completion.outcomes()) {
            String id = outcome.descriptor().id();
            rows.add(
                    outcome,
                    completion.fingerprints().get(id),
                    completion.versions().get(id));
        }
        for (EntityDescriptor deferred : completion.deferred()) {
            String fingerprint = completion.fingerprints().get(deferred.id());
            rows.add(deferred, State.DEFERRED, null, null, fingerprint, null);
        }
        for (Outcome.Failed failed : completion.again()) {
            rows.add(failed.descriptor(), waiting, failed.kind(), failed.message(), null, null);
        }
        Query complete = session.query(COMPLETE)
                .set("deferred", completion.deferred().size())
                .set("again", completion.again().size())
                .set("pause", Texts.micros(completion.pause()))
                .set("took", Texts.micros(completion.took()));
        Optional<Set<String>> moved = complete(complete, claim.batch(), claim.token(), claim.attempt(), rows);
        // Meanwhile another worker may have written a newer version, which the one written here has replaced.
        moved.ifPresent(ids -> {
            ids.retainAll(completion.sent());
            wroteLate(claim, ids);
        });
        return moved.isPresent();
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
            rows.add(new Outcome.Failed(descriptor, FailureKind.BUG, message), null, null);
        }
        Query complete = session.query(COMPLETE)
                .set("deferred", 0)
                .set("again", 0)
                .set("pause", 0L)
                .set("took", 0L);
        complete(complete, batch, token, attempt, rows);
    }

    /** The ids that are in another batch by now; empty if nothing was recorded. */
    private Optional<Set<String>> complete(Query complete, long batch, long token, int attempt, CompletedRows rows) {
        rows.setIn(complete.set("batch", batch).set("token", token).set("attempt", attempt));
        Query completed =
                rows.setIdsIn(session.query(COMPLETED)).set("batch", batch).set("token", token);
        Optional<Set<String>> moved = session.database().statements((connection, ignored) -> {
            Optional<Set<String>> recorded = complete.first(connection, Completions::moved);
            // or by an attempt whose answer was lost
            return recorded.isPresent() ? recorded : completed.first(connection, Completions::moved);
        });
        leases.remove(token);
        return moved;
    }

    private static Set<String> moved(ResultSet row) throws SQLException {
        return new HashSet<>(List.of((String[]) row.getArray("moved").getArray()));
    }

    /**
     * Repairs what a worker has written after its lease had ended. It may be older than what another worker has written
     * meanwhile, in this run or a later one to the same catalog, so these entities are opened again there.
     */
    void wroteLate(Claim claim, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        UUID call = UUID.randomUUID();
        String[] sorted = ids.stream().sorted().toArray(String[]::new);
        session.database().transaction((connection, attempt) -> {
            List<Long> runs = session.query(LATE_RUNS).list(connection, row -> row.getLong("no"));
            if (runs.contains(session.runNo())
                    && session.query(CALL_ONCE).set("call", call).update(connection) == 1) {
                for (long run : runs) {
                    reopen(connection, run, claim, sorted);
                }
                if (session.catalogNo() != null) {
                    session.query(FORGET)
                            .set("type", claim.type().name())
                            .set("ids", sorted)
                            .update(connection);
                }
            }
            return null;
        });
    }

    private static void reopen(Connection connection, long run, Claim claim, String[] ids) throws SQLException {
        REOPEN.query("run", run)
                .set("type", claim.type().name())
                .set(
                        "database",
                        Objects.requireNonNullElse(claim.descriptors().get(0).database(), ""))
                .set("ids", ids)
                .update(connection);
    }
}
