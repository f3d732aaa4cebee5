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

    private final Database database;
    private final RunSession session;
    private final Leases leases;

    LeaseReleaser(Database database, RunSession session, Leases leases) {
        this.database = database;
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
            database.transaction(PATIENCE, (connection, attempt) -> {
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
        database.statements((connection, attempt) -> {
            try (Query batches = BATCHES.on(connection)) {
                return batches.set("run", session.runNo())
                        .set("batches", new Long[] {batch})
                        .set("tokens", new Long[] {token})
                        .update();
            }
        });
    }

    private void leave(Connection connection, List<Leases.Lease> held, boolean stopped) throws SQLException {
        try (Query lock = LOCK.on(connection);
                Query batches = BATCHES.on(connection);
                Query leadership = LEADERSHIP.on(connection);
                Query stop = STOP_IF_LEFT.on(connection);
                Query remove = REMOVE_SESSION.on(connection)) {
            lock.set("run", session.runNo()).exists(); // the next process that leaves sees that this one has left
            if (!held.isEmpty()) {
                batches.set("run", session.runNo())
                        .set("batches", held.stream().map(Leases.Lease::batch).toArray(Long[]::new))
                        .set("tokens", held.stream().map(Leases.Lease::token).toArray(Long[]::new))
                        .update();
            }
            leadership.set("run", session.runNo()).set("leader", session.key()).update();
            stop.set("run", session.runNo()).set("stopped", stopped).update();
            if (!leases.anyClaimed()) {
                remove.set("session", session.sessionNo()).update(); // no entity names it as its worker
            }
        }
    }
}
