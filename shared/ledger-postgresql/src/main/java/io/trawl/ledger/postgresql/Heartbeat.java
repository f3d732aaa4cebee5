package io.trawl.ledger.postgresql;

import io.trawl.api.util.DaemonThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Renews every lease of this process in one round trip, three times in the duration of a lease, and reads whether the run
 * was asked to stop.
 */
final class Heartbeat implements AutoCloseable {

    private static final Sql RENEW = Sql.load("renew");

    private final Database database;
    private final RunSession session;
    private final Leases leases;
    private final Thread thread;
    private volatile boolean stopRequested;
    private volatile Activity activity;
    private boolean closed;

    /**
     * @param active for how long the run had had a leader
     * @param atNanos at that time, by System.nanoTime
     */
    private record Activity(Duration active, long atNanos) {}

    Heartbeat(Database database, RunSession session, Leases leases) {
        this.database = database;
        this.session = session;
        this.leases = leases;
        this.stopRequested = session.status().stopRequested();
        this.activity = new Activity(session.status().active(), System.nanoTime());
        this.thread = DaemonThreads.of("trawl-ledger-heartbeat", this::run);
    }

    void start() {
        thread.start();
    }

    boolean isStopRequested() {
        return stopRequested;
    }

    /** For how long the run has had a leader, extrapolated from the last heartbeat. */
    Duration active() {
        Activity last = activity;
        return last.active().plusNanos(System.nanoTime() - last.atNanos());
    }

    private void run() {
        long period = session.lease().toMillis() / 3;
        long pause = period;
        while (pauses(pause)) {
            try {
                beat();
                pause = period;
            } catch (SQLException e) {
                // Unless the database comes back in time, the leases end, and Leases says so.
                pause = Math.max(20, period / 5);
            }
        }
    }

    private synchronized boolean pauses(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (!closed && end - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            return false;
        }
        return !closed;
    }

    private void beat() throws SQLException {
        List<Leases.Lease> held = leases.held();
        long sent = System.nanoTime();
        boolean alive = database.once(session.lease().dividedBy(3), (connection, attempt) -> {
            try (Query query = RENEW.on(connection)) {
                return query.set("run", session.runNo())
                        .set("leader", session.key())
                        .set("lease", session.leaseMicros())
                        .set("batches", held.stream().map(Leases.Lease::batch).toArray(Long[]::new))
                        .set("tokens", held.stream().map(Leases.Lease::token).toArray(Long[]::new))
                        .first(row -> {
                            stopRequested = row.getBoolean("stop_requested");
                            activity = new Activity(Texts.ofMicros(row.getLong("active")), System.nanoTime());
                            Set<Long> renewed = new HashSet<>(
                                    List.of((Long[]) row.getArray("tokens").getArray()));
                            leases.renewed(held, renewed, sent);
                            leases.leads(row.getBoolean("leads"), sent);
                            return true;
                        })
                        .orElse(false);
            }
        });
        if (!alive) {
            leases.leads(false, sent); // the run has ended
        }
    }

    /** No heartbeat follows. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }
}
