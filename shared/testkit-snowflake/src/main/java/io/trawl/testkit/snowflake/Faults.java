package io.trawl.testkit.snowflake;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Which statements go wrong, and how: those that were planned, and shares of all others. */
final class Faults {

    private record Planned(Predicate<String> sql, AtomicInteger left, Fault fault) {}

    /** Shares of all statements, from 0 to 1. */
    record Shares(double unavailable, double throttled, double cut) {}

    private final List<Planned> planned = new CopyOnWriteArrayList<>();
    private final SplittableRandom random;
    private volatile Shares shares;

    Faults(long seed, Shares shares) {
        this.random = new SplittableRandom(seed);
        this.shares = shares;
    }

    void plan(Predicate<String> sql, int times, Fault fault) {
        planned.add(new Planned(sql, new AtomicInteger(times), fault));
    }

    void shares(Shares all) {
        shares = all;
    }

    void clear() {
        planned.clear();
        shares = new Shares(0, 0, 0);
    }

    /** What goes wrong with a statement, or null. */
    Fault next(String sql) {
        for (Planned each : planned) {
            if (each.sql().test(sql) && each.left().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return each.fault();
            }
        }
        double drawn;
        boolean executed;
        synchronized (random) {
            drawn = random.nextDouble();
            executed = random.nextBoolean();
        }
        Shares now = shares;
        if (drawn < now.unavailable()) {
            return Fault.http(503);
        }
        if (drawn < now.unavailable() + now.throttled()) {
            return Fault.http(429);
        }
        if (drawn < now.unavailable() + now.throttled() + now.cut()) {
            return executed ? Fault.cutAfterwards() : Fault.cut();
        }
        return null;
    }
}
