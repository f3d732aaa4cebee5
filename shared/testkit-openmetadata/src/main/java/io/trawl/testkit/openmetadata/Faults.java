package io.trawl.testkit.openmetadata;

import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Decides which requests go wrong. */
final class Faults {

    private record Planned(Predicate<ReceivedRequest> when, AtomicInteger left, Answer answer) {}

    private final List<Planned> planned = new CopyOnWriteArrayList<>();
    private final SplittableRandom random;
    private volatile double unavailable;
    private volatile double cut;

    Faults(long seed, double unavailable, double cut) {
        this.random = new SplittableRandom(seed);
        this.unavailable = unavailable;
        this.cut = cut;
    }

    void plan(Predicate<ReceivedRequest> when, int times, Answer answer) {
        planned.add(new Planned(when, new AtomicInteger(times), answer));
    }

    void clear() {
        planned.clear();
        unavailable = 0;
        cut = 0;
    }

    /** What to do with a request instead of answering it, or null. */
    Answer next(ReceivedRequest request) {
        for (Iterator<Planned> all = planned.iterator(); all.hasNext(); ) {
            Planned fault = all.next();
            if (fault.when().test(request) && fault.left().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return fault.answer();
            }
        }
        double drawn;
        boolean applied;
        synchronized (random) {
            drawn = random.nextDouble();
            applied = random.nextBoolean();
        }
        if (drawn < unavailable) {
            return Answer.status(503);
        }
        if (drawn < unavailable + cut) {
            return applied ? Answer.cutAfterApplying() : Answer.cut();
        }
        return null;
    }
}
