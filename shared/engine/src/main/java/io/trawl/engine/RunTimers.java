package io.trawl.engine;

import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what a run does by the clock, in daemon threads, until it is closed. */
final class RunTimers implements AutoCloseable {

    private static final long WATCH_MILLIS = 1_000;

    private final ScheduledExecutorService timers =
            Executors.newScheduledThreadPool(2, DaemonThreads.named("trawl-watch"));

    /** Runs something once; at once if the time is over. */
    void after(Duration time, Runnable task) {
        timers.schedule(OutOfMemory.checked(task), Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Runs something every second. */
    void everySecond(Runnable task) {
        timers.scheduleWithFixedDelay(OutOfMemory.checked(task), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
