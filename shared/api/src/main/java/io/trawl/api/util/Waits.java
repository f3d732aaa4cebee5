package io.trawl.api.util;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, and throws what they failed with. */
public final class Waits {

    private Waits() {}

    /** Waits on a monitor that this thread holds, until a condition is met or so many nanoseconds are over. */
    public static void until(BooleanSupplier condition, Object monitor, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !condition.getAsBoolean(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(monitor, Math.max(left, 1_000_000));
        }
    }

    /** What a task has answered; throws what it has thrown. */
    public static <T> T resultOf(Future<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            rethrow(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Throws it if it is unchecked; does nothing for null, and for a checked exception. */
    public static void rethrow(Throwable failure) {
        OutOfMemory.check(failure);
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
