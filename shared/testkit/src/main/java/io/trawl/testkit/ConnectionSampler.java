package io.trawl.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks at pg_stat_activity every 50 ms, through a connection of its own, and remembers the most connections it saw. A
 * connection that lives for less than 50 ms may escape it; {@link FaultProxy#highest} does not miss any.
 */
public final class ConnectionSampler implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 50;

    private final Connection connection;
    private final PreparedStatement count;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(HttpEndpoint.daemons("connection-sampler"));
    private final ScheduledFuture<?> sampling;
    private int max;
    private int samples;

    private ConnectionSampler(EmbeddedDatabase server) throws SQLException {
        connection = server.connect(EmbeddedDatabase.DATABASE);
        count = connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE starts_with(application_name, 'trawl')");
        sample();
        sampling = timer.scheduleWithFixedDelay(this::sample, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Starts to look at connections of applications called {@code trawl} or something that begins so. */
    public static ConnectionSampler start(EmbeddedDatabase server) {
        try {
            return new ConnectionSampler(server);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static IllegalStateException failure(Exception e) {
        return new IllegalStateException("connection sampler: " + e.getMessage(), e);
    }

    /** The most connections at a time so far, this moment included. */
    public synchronized int max() {
        sample();
        return max;
    }

    /** How often it has looked. */
    public synchronized int samples() {
        return samples;
    }

    private synchronized void sample() {
        try (ResultSet row = count.executeQuery()) {
            row.next();
            max = Math.max(max, row.getInt(1));
            samples++;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /**
     * Stops looking.
     *
     * @throws IllegalStateException if it could not look all the time
     */
    @Override
    public void close() {
        sampling.cancel(false);
        timer.shutdown();
        try {
            timer.awaitTermination(1, TimeUnit.MINUTES);
            if (!sampling.isCancelled()) {
                sampling.get();
            }
            connection.close();
        } catch (ExecutionException | InterruptedException | SQLException e) {
            throw failure(e);
        }
    }
}
