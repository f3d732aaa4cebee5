package io.trawl.ledger.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Gives back the leases that a process has in a run. */
final class LeaseReleaser {

    private static final Sql BATCHES = Sql.load("release-batches");
    private static final Sql LOCK = Sql.load("run-lock");
    private static final Sql LEADERSHIP = Sql.load("release-leadership");
    private static final Sql STOP_IF_LEFT = Sql.load("stop-if-left");
    private static final Sql REMOVE_SESSION = Sql.load("run-session-remove");

    /** Short, since leases end by themselves. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunSession session;
    private final Leases leases;

    LeaseReleaser(RunSession session, Leases leases) {
        this.session = session;
        this.leases = leases;
    }

    /**
     * Gives back everything and ends the session.
     *
     * @param stopped whether this process was asked to stop
     */
    void leave(boolean stopped) {
        List<Leases.Lease> held = leases.held();
        held.forEach(lease -> leases.remove(lease.token()));
        leases.leads(false, System.nanoTime());
        try {
            session.database().transaction(PATIENCE, (connection, attempt) -> {
                leave(connection, held, stopped);
                return null;
            });
        } catch (TrawlException e) {
            if (e.kind() != FailureKind.TRANSIENT) {
                throw e;
            }
        }
    }

    /** Gives back one batch that was not processed. */
    void release(long batch, long token) {
        leases.remove(token);
        session.query(BATCHES)
                .set("batches", new Long[] {batch})
                .set("tokens", new Long[] {token})
                .update(session.database());
    }

    private void leave(Connection connection, List<Leases.Lease> held, boolean stopped) throws SQLException {
        session.query(LOCK).exists(connection); // the next process that leaves sees that this one has left
        if (!held.isEmpty()) {
            session.query(BATCHES)
                    .set("batches", held, Leases.Lease::batch, Long[]::new)
                    .set("tokens", held, Leases.Lease::token, Long[]::new)
                    .update(connection);
        }
        session.query(LEADERSHIP).update(connection);
        session.query(STOP_IF_LEFT).set("stopped", stopped).update(connection);
        if (!leases.anyClaimed()) {
            session.query(REMOVE_SESSION).update(connection); // no entity names it as its worker
        }
    }
}
