package io.trawl.source.kit;

import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Opens what is to be used under a lease. */
final class SessionOpener<S> {

    /** After so long without use a firewall may have cut a session silently: it is asked first. */
    private static final Duration TRUSTED_IDLE = Duration.ofSeconds(10);

    private final SessionFactory<S> sessions;
    private final Duration linger;
    private final Clock clock;

    /**
     * @param linger how long after one session was closed its lease may be used for the next
     */
    SessionOpener(SessionFactory<S> sessions, Duration linger, Clock clock) {
        this.sessions = sessions;
        this.linger = linger;
        this.clock = clock;
    }

    /**
     * The slot with a sound session for the database, or null if the lease is not held any more and there is no session.
     * It fails with what connecting threw, and there is no session then. An attempt may take long, so each has a thread of
     * its own and the caller need not wait for it.
     */
    CompletableFuture<@Nullable PooledSession<S>> connect(PooledSession<S> slot, String database) {
        if (isReady(slot, database)) {
            return CompletableFuture.completedFuture(slot);
        }
        CompletableFuture<PooledSession<S>> connected = new CompletableFuture<>();
        DaemonThreads.of("trawl-connect", () -> complete(connected, slot, database))
                .start();
        return connected;
    }

    private boolean isReady(PooledSession<S> slot, String database) {
        return slot.session() != null
                && slot.lease().isHeld()
                && slot.leadsTo(database)
                && slot.since().plus(TRUSTED_IDLE).isAfter(clock.instant());
    }

    private void complete(CompletableFuture<PooledSession<S>> connected, PooledSession<S> slot, String database) {
        try {
            connected.complete(open(slot, database));
        } catch (Exception | Error e) {
            OutOfMemory.check(e);
            connected.completeExceptionally(e);
        }
    }

    private PooledSession<S> open(PooledSession<S> slot, String database) throws Exception {
        if (slot.session() != null) {
            if (slot.lease().isHeld() && slot.leadsTo(database) && sessions.isUsable(slot.session())) {
                return slot;
            }
            slot.disconnect(sessions);
            Thread.sleep(linger.toMillis());
        }
        return slot.lease().isHeld()
                ? new PooledSession<>(slot.lease(), database, sessions.open(database), null)
                : null;
    }
}
