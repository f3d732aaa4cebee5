package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.ledger.Phase;
import io.trawl.api.report.Report;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * The leadership of a run, and its phases. Every write of the leader first locks the run's row and checks that the row names
 * its session. Adding batches does the same, so that no batch is added while the phase changes.
 */
final class Leadership {

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

    private final Database database;
    private final RunSession session;
    private final Leases leases;

    Leadership(Database database, RunSession session, Leases leases) {
        this.database = database;
        this.session = session;
        this.leases = leases;
    }

    boolean tryAcquire() {
        if (leases.leads()) {
            return true;
        }
        long sent = System.nanoTime();
        boolean leads = database.statements((connection, attempt) -> {
            try (Query query = LEAD.on(connection)) {
                return query.set("run", session.runNo())
                                .set("leader", session.key())
                                .set("lease", session.leaseMicros())
                                .update()
                        == 1;
            }
        });
        leases.leads(leads, sent);
        return leads;
    }

    /** Gives up the leadership, if this process has it. */
    void handOver(Duration atMost) {
        database.statements((connection, attempt) -> {
            try (Query query = HAND_OVER.on(connection)) {
                return query.set("run", session.runNo())
                        .set("leader", session.key())
                        .set("most", Texts.micros(atMost))
                        .update();
            }
        });
        leases.leads(false, System.nanoTime());
    }

    /**
     * Locks the run until the end of the transaction.
     *
     * @return the run's phase
     * @throws LostLeadershipException if another process is the leader, or the run has ended
     */
    Phase fence(Connection connection) throws SQLException {
        try (Query query = FENCE.on(connection)) {
            return query.set("run", session.runNo())
                    .set("leader", session.key())
                    .first(row -> Phase.valueOf(row.getString("phase")))
                    .orElseThrow(this::lost);
        }
    }

    LostLeadershipException lost() {
        leases.leads(false, System.nanoTime());
        return new LostLeadershipException(session.run().runId());
    }

    Phase phase() {
        return database.statements((connection, attempt) -> {
            try (Query query = PHASE.on(connection)) {
                return query.set("run", session.runNo())
                        .first(row -> Phase.valueOf(row.getString("phase")))
                        .orElse(Phase.FINISHED);
            }
        });
    }

    boolean advance(Phase from, Phase to) {
        if (to.compareTo(from) <= 0) {
            throw new IllegalArgumentException("phase " + to + ": does not follow " + from);
        }
        return database.transaction((connection, attempt) -> {
            Phase present = fence(connection);
            if (present != from || isOpen(connection, to)) {
                return present == to;
            }
            if (to == Phase.DELETION && session.catalogNo() != null) {
                try (Query query = UNLISTED.on(connection)) {
                    query.set("run", session.runNo())
                            .set("catalog", session.catalogNo())
                            .update();
                }
            }
            try (Query query = ADVANCE.on(connection)) {
                query.set("run", session.runNo()).set("phase", to.name()).update();
            }
            return true;
        });
    }

    private boolean isOpen(Connection connection, Phase to) throws SQLException {
        if (to.compareTo(Phase.REFERENCES) < 0) {
            return false;
        }
        try (Query query = OPEN.on(connection)) {
            return query.set("run", session.runNo())
                    .set("both", to.compareTo(Phase.REFERENCES) > 0)
                    .first(row -> row.getBoolean(1))
                    .orElseThrow();
        }
    }

    boolean end(Report.State state, boolean evenIfOpen) {
        if (!state.hasEnded()) {
            throw new IllegalArgumentException("state " + state + ": is not an end");
        }
        return database.transaction((connection, attempt) -> {
            try (Query lock = LOCK.on(connection)) {
                lock.set("run", session.runNo()).exists(); // nothing is opened again until it has ended
            }
            if (!evenIfOpen && isOpen(connection, Phase.FINISHED)) {
                return false;
            }
            try (Query end = END.on(connection);
                    Query ended = ENDED.on(connection)) {
                for (Query query : List.of(end, ended)) {
                    query.set("run", session.runNo())
                            .set("leader", session.key())
                            .set("state", state.name());
                }
                if (end.update() == 0 && !ended.exists()) {
                    throw lost();
                }
                return true;
            }
        });
    }
}
