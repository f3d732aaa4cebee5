package io.trawl.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Looks at pg_stat_activity every 50 ms, through a connection of its own, and remembers the most connections it saw. A
 * connection that lives for less than 50 ms may escape it; {@link FaultProxy#highest} does not miss any.
 */
public final class ConnectionSampler implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 50;

    private final Connection connection;
    private final PreparedStatement count;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread;
    private int max;
    private int samples;
    private boolean closed;

    private ConnectionSampler(Connection connection, String application) throws SQLException {
        this.connection = connection;
        this.count = connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE starts_with(application_name, ?)");
        count.setString(1, application);
        this.thread = new Thread(this::sampleUntilClosed, "connection-sampler");
        thread.setDaemon(true);
    }

    /** Starts to look at connections of applications called {@code trawl} or something that begins so. */
    public static ConnectionSampler start(EmbeddedDatabase server) {
        return start(server, "trawl");
    }

    /**
     * Starts to look.
     *
     * @param application start of the application_name
     */
    public static ConnectionSampler start(EmbeddedDatabase server, String application) {
        try {
            ConnectionSampler sampler = new ConnectionSampler(server.connect(EmbeddedDatabase.DATABASE), application);
            sampler.sample();
            sampler.thread.start();
            return sampler;
        } catch (SQLException e) {
            throw new IllegalStateException("connection sampler: " + e.getMessage(), e);
        }
    }

    /** The most connections at a time so far, this moment included. */
    public synchronized int max() {
        try {
            sample();
        } catch (SQLException e) {
            throw new IllegalStateException("connection sampler: " + e.getMessage(), e);
        }
        return max;
    }

    /** How often it has looked. */
    public synchronized int samples() {
        return samples;
    }

    private synchronized void sample() throws SQLException {
        try (ResultSet row = count.executeQuery()) {
            row.next();
            max = Math.max(max, row.getInt(1));
            samples++;
        }
    }

    private synchronized void sampleUntilClosed() {
        try {
            while (!closed) {
                sample();
                wait(INTERVAL_MILLIS);
            }
            end.complete(null);
        } catch (SQLException | InterruptedException e) {
            end.completeExceptionally(e);
        }
    }

    /**
     * Stops looking.
     *
     * @throws IllegalStateException if it could not look all the time
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            end.join();
            connection.close();
        } catch (CompletionException | SQLException e) {
            throw new IllegalStateException("connection sampler: " + e.getMessage(), e);
        }
    }
}
