package io.trawl.sink.openmetadata;

import java.time.Duration;

/** Waits; a test that only wants to know how long puts another in its place. */
@FunctionalInterface
interface Sleeper {

    /** Lets the thread wait. */
    Sleeper REAL = pause -> Thread.sleep(pause.toMillis());

    void sleep(Duration pause) throws InterruptedException;
}
