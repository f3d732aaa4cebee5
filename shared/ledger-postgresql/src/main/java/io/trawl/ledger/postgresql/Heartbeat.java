package io.trawl.ledger.postgresql;

import io.trawl.api.util.DaemonThreads;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Renews every lease of this process in one round trip, three times in the duration of a lease, and reads whether the run
 * was asked to stop.
 */
final class Heartbeat implements AutoCloseable {

    private static final Sql RENEW = Sql.load("renew");

    private final RunSession session;
    private final Leases leases;
    private volatile boolean stopRequested;
    private volatile Activity activity;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param active for how long the run had had a leader
     * @param atNanos at that time, by System.nanoTime
     */
    private record Activity(Duration active, long atNanos) {}

    Heartbeat(RunSession session, Leases leases) {
        this.session = session;
        this.leases = leases;
        this.stopRequested = session.stopRequested();
        this.activity = new Activity(session.active(), System.nanoTime());
        DaemonThreads.of("trawl-ledger-heartbeat", this::run).start();
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
        try {
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                pause = beats() ? period : Math.max(20, period / 5);
            }
        } catch (InterruptedException e) {
            // It is interrupted only to end it.
        }
    }

    /** Unless the database comes back in time, the leases end, and {@link Leases} says so. */
    private boolean beats() {
        try {
            beat();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private void beat() throws SQLException {
        List<Leases.Lease> held = leases.held();
        long sent = System.nanoTime();
        Query renew = session.query(RENEW)
                .set("batches", held, Leases.Lease::batch, Long[]::new)
                .set("tokens", held, Leases.Lease::token, Long[]::new);
        Optional<Boolean> answer = session.database()
                .once(
                        session.lease().dividedBy(3),
                        (connection, attempt) -> renew.first(connection, row -> {
                            stopRequested = row.getBoolean("stop_requested");
                            activity = new Activity(Texts.ofMicros(row.getLong("active")), System.nanoTime());
                            Long[] renewed = (Long[]) row.getArray("tokens").getArray();
                            leases.renewed(held, Set.of(renewed), sent);
                            leases.leads(row.getBoolean("leads"), sent);
                            return true;
                        }));
        if (answer.isEmpty()) {
            leases.leads(false, sent); // the run has ended
        }
    }

    /** No heartbeat follows. */
    @Override
    public void close() {
        closed.countDown();
    }
}
