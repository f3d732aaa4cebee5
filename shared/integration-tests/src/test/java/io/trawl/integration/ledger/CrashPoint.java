package io.trawl.integration.ledger;

import io.trawl.environment.Intercepted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A moment in a run at which its process ends without a word, for example {@code after-sinkWrite#17}: the seventeenth time
 * that the sink has written.
 *
 * @param operation the call it is about, as {@link Intercepted.Call#name} has it
 * @param after whether the operation is done
 * @param time from 1
 */
record CrashPoint(String operation, boolean after, int time) {

    /** What the process answers with. */
    static final int EXIT_CODE = 42;

    static final String VARIABLE = "TRAWL_CRASH_AT";

    /** Every operation that changes something, in the order in which a run first comes to it. */
    static final List<String> OPERATIONS =
            List.of(("ledgerBegin ledgerEnter tryAcquireLeadership hierarchyListed sinkBegin sinkWriteHierarchy"
                            + " hierarchyRefused beginListing plan endListing advanceToIngestion claim sinkWrite complete release"
                            + " wroteLate advanceToReferences advanceToDeletion sinkMarkDeleted deleted warning sinkFinish end"
                            + " close ledgerClose")
                    .split(" "));

    static CrashPoint of(String text) {
        String[] parts = text.split("[-#]");
        return new CrashPoint(parts[1], parts[0].equals("after"), Integer.parseInt(parts[2]));
    }

    /** Before and after each of some operations. */
    static List<CrashPoint> around(List<String> operations) {
        List<CrashPoint> points = new ArrayList<>();
        for (String operation : operations) {
            points.add(new CrashPoint(operation, false, time(operation)));
            points.add(new CrashPoint(operation, true, time(operation)));
        }
        return points;
    }

    /** Somewhere in the middle of what happens many times. */
    private static int time(String operation) {
        return switch (operation) {
            case "sinkWrite", "complete" -> 17;
            case "claim" -> 5;
            case "sinkMarkDeleted" -> 2;
            default -> 1;
        };
    }

    /** Halts when it is reached. */
    Intercepted.Around halting() {
        AtomicInteger reached = new AtomicInteger();
        return call -> {
            boolean here = call.name().equals(operation) && reached.incrementAndGet() == time;
            if (here && !after) {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
            try {
                return call.proceed();
            } finally {
                if (here) {
                    Runtime.getRuntime().halt(EXIT_CODE);
                }
            }
        };
    }

    @Override
    public String toString() {
        return (after ? "after-" : "before-") + operation + "#" + time;
    }
}
