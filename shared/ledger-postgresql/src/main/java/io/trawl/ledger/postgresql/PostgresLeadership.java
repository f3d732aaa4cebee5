package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.Phase;
import io.trawl.api.report.Report;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The leadership of a run, and its phases. Every write of the leader first locks the run's row and checks that the row names
 * its session. Adding batches does the same, so that no batch is added while the phase changes.
 */
final class PostgresLeadership {

    private static final Sql LEAD = Sql.load("acquire-leadership");
    private static final Sql HAND_OVER = Sql.load("hand-over");
    private static final Sql FENCE = Sql.load("fence");
    private static final Sql PHASE = Sql.load("phase");
    private static final Sql OPEN = Sql.load("batches-open");
    private static final Sql ADVANCE = Sql.load("advance");
    private static final Sql UNLISTED = Sql.load("fingerprints-unlisted");
    private static final Sql LOCK = Sql.load("run-lock");
    private static final Sql END = Sql.load("end");
    private static final Sql ENDED = Sql.load("ended");

    private static final Query.Row<Phase> PHASE_OF = row -> Phase.valueOf(row.getString("phase"));

    private final RunSession session;
    private final Leases leases;

    PostgresLeadership(RunSession session, Leases leases) {
        this.session = session;
        this.leases = leases;
    }

    boolean tryAcquire() {
        if (leases.leads()) {
            return true;
        }
        long sent = System.nanoTime();
        boolean leads = session.query(LEAD).update(session.database()) == 1;
        leases.leads(leads, sent);
        return leads;
    }

    /** Gives up the leadership, if this process has it. */
    void handOver(Duration atMost) {
        session.query(HAND_OVER).set("most", Texts.micros(atMost)).update(session.database());
        leases.leads(false, System.nanoTime());
    }

    /**
     * Locks the run until the end of the transaction.
     *
     * @return the run's phase
     * @throws LostLeadershipException if another process is the leader, or the run has ended
     */
    Phase fence(Connection connection) throws SQLException {
        return session.query(FENCE).first(connection, PHASE_OF).orElseThrow(this::lost);
    }

    LostLeadershipException lost() {
        leases.leads(false, System.nanoTime());
        return new LostLeadershipException(session.run().runId());
    }

    Phase phase() {
        return session.query(PHASE).first(session.database(), PHASE_OF).orElse(Phase.FINISHED);
    }

    boolean advance(Phase from, Phase to) {
        if (to.compareTo(from) <= 0) {
            throw new IllegalArgumentException("phase " + to + ": does not follow " + from);
        }
        return session.database().transaction((connection, attempt) -> {
            Phase present = fence(connection);
            if (present != from || isOpen(connection, to)) {
                return present == to;
            }
            if (to == Phase.DELETION && session.catalogNo() != null) {
                session.query(UNLISTED).update(connection);
            }
            session.query(ADVANCE).set("phase", to.name()).update(connection);
            return true;
        });
    }

    private boolean isOpen(Connection connection, Phase to) throws SQLException {
        if (to.compareTo(Phase.REFERENCES) < 0) {
            return false;
        }
        return session.query(OPEN)
                .set("both", to.compareTo(Phase.REFERENCES) > 0)
                .first(connection, row -> row.getBoolean(1))
                .orElseThrow();
    }

    boolean end(Report.State state, boolean evenIfOpen) {
        if (!state.hasEnded()) {
            throw new IllegalArgumentException("state " + state + ": is not an end");
        }
        return session.database().transaction((connection, attempt) -> {
            session.query(LOCK).exists(connection); // nothing is opened again until it has ended
            if (!evenIfOpen && isOpen(connection, Phase.FINISHED)) {
                return false;
            }
            boolean ends = session.query(END).set("state", state.name()).update(connection) > 0;
            if (!ends && !session.query(ENDED).set("state", state.name()).exists(connection)) {
                throw lost();
            }
            return true;
        });
    }
}
