package io.trawl.source.kit;

import io.trawl.api.source.SourceStoppedException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a source was stopped, waits that end when it is, and the sessions at work, which are broken off if a stop would have
 * to wait for them. Safe for use by several threads.
 */
final class StopSignal<S> {

    /** How long a read may go on after a stop. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private final SessionFactory<S> factory;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final Set<S> atWork = Collections.newSetFromMap(new IdentityHashMap<>());

    StopSignal(SessionFactory<S> factory) {
        this.factory = factory;
    }

    /** A session begins to read. */
    synchronized void begin(S session) {
        atWork.add(session);
    }

    /** A session has read. */
    synchronized void end(S session) {
        atWork.remove(session);
    }

    /** Ends all waits, now and from now on, and breaks off, after {@link #GRACE}, what is at work then. Returns at once. */
    void set() {
        stop.complete(null);
        CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> all().forEach(factory::abort));
    }

    private synchronized List<S> all() {
        return List.copyOf(atWork);
    }

    boolean isSet() {
        return stop.isDone();
    }

    /**
     * Waits for so long.
     *
     * @throws SourceStoppedException as soon as the source is stopped
     */
    void pause(Duration duration) throws InterruptedException {
        try {
            stop.get(duration.toNanos(), TimeUnit.NANOSECONDS);
            throw new SourceStoppedException(null);
        } catch (TimeoutException e) {
            // The pause has ended.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed so
        }
    }

    /**
     * Waits for what another thread computes.
     *
     * @throws ExecutionException what it failed with
     * @throws SourceStoppedException if the source is stopped before it is there
     */
    <T> T await(CompletableFuture<T> answer) throws InterruptedException, ExecutionException {
        try {
            CompletableFuture.anyOf(answer, stop).get();
        } catch (ExecutionException e) {
            return answer.get();
        }
        if (!answer.isDone()) {
            throw new SourceStoppedException(null);
        }
        return answer.get();
    }
}
