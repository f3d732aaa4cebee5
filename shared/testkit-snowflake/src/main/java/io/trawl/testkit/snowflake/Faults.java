package io.trawl.testkit.snowflake;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/** Which statements go wrong, and how: those that were planned, and shares of all others. */
final class Faults {

    private record Planned(BiPredicate<String, List<String>> statement, AtomicInteger left, Fault fault) {

        boolean applies(String sql, List<String> binds) {
            return statement.test(sql, binds) && left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
        }
    }

    /** Shares of all statements, from 0 to 1. */
    record Shares(double unavailable, double throttled, double cut) {}

    private final List<Planned> planned = new CopyOnWriteArrayList<>();
    private final List<Planned> logins = new CopyOnWriteArrayList<>();
    private final SplittableRandom random;
    private volatile Shares shares;

    Faults(long seed, Shares shares) {
        this.random = new SplittableRandom(seed);
        this.shares = shares;
    }

    void plan(BiPredicate<String, List<String>> statement, int times, Fault fault) {
        planned.add(new Planned(statement, new AtomicInteger(times), fault));
    }

    void planLogin(int times, Fault fault) {
        logins.add(new Planned((path, none) -> true, new AtomicInteger(times), fault));
    }

    /** What goes wrong with a log-in, or null. */
    Fault nextLogin() {
        return first(logins, "", List.of());
    }

    private static Fault first(List<Planned> planned, String sql, List<String> binds) {
        for (Planned each : planned) {
            if (each.applies(sql, binds)) {
                return each.fault();
            }
        }
        return null;
    }

    void shares(Shares all) {
        shares = all;
    }

    void clear() {
        planned.clear();
        logins.clear();
        shares = new Shares(0, 0, 0);
    }

    /** What goes wrong with a statement, or null. */
    Fault next(String sql, List<String> binds) {
        Fault asPlanned = first(planned, sql, binds);
        if (asPlanned != null) {
            return asPlanned;
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
