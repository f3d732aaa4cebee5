package io.trawl.environment;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for what must come. How long it takes is no part of a test; that it never comes is. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Await() {}

    /**
     * @param what says in the failure's message what did not come
     */
    public static void until(Supplier<String> what, Callable<Boolean> comes) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!comes.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain: " + what.get());
            }
            Thread.sleep(5);
        }
    }
}
