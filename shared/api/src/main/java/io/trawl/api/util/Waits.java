package io.trawl.api.util;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do, and throws what they failed with. */
public final class Waits {

    private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(1);

    private Waits() {}

    /**
     * Waits on a monitor, which this thread holds and others notify, until a condition is met.
     *
     * @param nanos how long at most
     * @return whether it is met
     */
    public static boolean until(BooleanSupplier condition, Object monitor, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(monitor, Math.max(left, A_MOMENT));
        }
        return true;
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
