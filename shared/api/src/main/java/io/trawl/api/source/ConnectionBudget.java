package io.trawl.api.source;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How many connections a source may have, across everything that shares this budget. It shrinks when the source says it
 * has too many and creeps back on success (additive increase, multiplicative decrease).
 *
 * <p>A lease stands for one physical connection, in use or idle: it is asked for before connecting and closed after the
 * connection has been closed. One object is used by one pool; what is shared by many lies behind it. Safe for use by
 * several threads.
 */
public interface ConnectionBudget {

    /**
     * Asks for the right to have one connection; granted in the order of asking.
     *
     * @return completed by any thread as soon as the right is granted; to give up, cancel it, and if that is too late,
     *     close the lease
     */
    CompletableFuture<Lease> request();

    /**
     * Waits for the right to have one connection.
     *
     * @param patience how long to wait at most
     * @return the right, or null if none was granted in time: {@link #exhausted} says why
     * @throws InterruptedException if the thread was interrupted while waiting
     */
    default @Nullable Lease acquire(Duration patience) throws InterruptedException {
        CompletableFuture<Lease> request = request();
        try {
            return request.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return request.cancel(false) ? null : request.join();
        } catch (InterruptedException e) {
            if (!request.cancel(false)) {
                request.join().close();
            }
            throw e;
        } catch (ExecutionException | CancellationException e) {
            throw new IllegalStateException("connection budget: closed while a caller waits", e);
        }
    }

    /**
     * What to throw if nothing was granted for so long.
     *
     * @param patience how long the caller has waited
     */
    default TrawlException exhausted(Duration patience) {
        return new TrawlException(
                FailureKind.THROTTLED,
                "no connection was free within " + patience.toSeconds() + " s, at " + limit() + " allowed");
    }

    /** The source refused a connection because it has too many: the budget halves, to no less than one. */
    void throttled();

    /** A connection did its work: the budget creeps back towards its configured size. */
    void succeeded();

    /**
     * How many connections the user of this object may have open now; at least one. If it has more, it closes idle ones
     * at once and those in use after their work. Never waits.
     */
    int limit();

    /**
     * How long the source may still count a connection that was closed. The lease is not granted to another connection
     * before that; it may be closed without waiting.
     */
    default Duration linger() {
        return Duration.ZERO;
    }

    /**
     * Sets what is called when connections may have to be given back: the limit has shrunk, a lease cannot be granted,
     * or some time has passed. A budget of one process need not call it.
     *
     * @param giveBack closes what has been idle for long, is above the limit, or whose lease is not held; called by a
     *     thread that may take its time over it
     */
    default void onPressure(Runnable giveBack) {}

    /** The right to have one connection until it is closed. Closing twice does nothing. */
    interface Lease extends AutoCloseable {

        /**
         * Whether work may begin under it. False once it is closed, has ended, or is needed by another process that has
         * waited for long: then the connection must be closed, at the latest when its present work is done, and the
         * lease with it.
         */
        boolean isHeld();

        @Override
        void close();
    }
}
