package io.trawl.core.source;

import java.time.Duration;

/** Placeholder until merge. */
public final class LocalConnectionBudget implements ConnectionBudget {
    private final int size;

    public LocalConnectionBudget(int size) {
        this.size = size;
    }

    @Override
    public Lease acquire(Duration patience) {
        return () -> {};
    }

    @Override
    public void throttled() {}

    @Override
    public void succeeded() {}

    @Override
    public int limit() {
        return size;
    }
}
