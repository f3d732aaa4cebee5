package io.trawl.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Shows the time that a test sets, in UTC; it does not go by itself. */
public final class SettableClock extends Clock {

    private volatile Instant now;

    /** @param now what it shows first */
    public SettableClock(Instant now) {
        this.now = now;
    }

    /** Sets what it shows from now on. */
    public void set(Instant to) {
        now = to;
    }

    /** Puts it forward, or back if the duration is negative. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** This clock: its zone is not looked at. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
