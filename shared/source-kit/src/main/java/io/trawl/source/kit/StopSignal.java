package io.trawl.source.kit;

import io.trawl.api.source.SourceStoppedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether a source was stopped, and waits that end when it is. Safe for use by several threads. */
final class StopSignal {

    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    /** Ends all waits, now and from now on. */
    void set() {
        stop.complete(null);
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
