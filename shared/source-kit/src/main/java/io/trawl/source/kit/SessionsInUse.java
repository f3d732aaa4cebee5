package io.trawl.source.kit;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The sessions that are at work, to be broken off if a stop would have to wait for them. */
final class SessionsInUse<S> {

    /** How long a read may go on after a stop. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private final SessionFactory<S> factory;
    private final Set<S> sessions = Collections.newSetFromMap(new IdentityHashMap<>());

    SessionsInUse(SessionFactory<S> factory) {
        this.factory = factory;
    }

    synchronized void add(S session) {
        sessions.add(session);
    }

    synchronized void remove(S session) {
        sessions.remove(session);
    }

    private synchronized List<S> all() {
        return List.copyOf(sessions);
    }

    /** Breaks off, after {@link #GRACE}, what is at work then. Returns at once. */
    void abortAfterGrace() {
        CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> all().forEach(factory::abort));
    }
}
