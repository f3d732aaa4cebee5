package io.trawl.argo;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What this process has been allowed to do. An API server that has just started answers 403 until it has read its roles, so a 403
 * may pass: to what was allowed before, and after an outage. Safe for use by several threads.
 */
final class GrantedCalls {

    /** For how long a 403 may pass. */
    static final Duration PASSING = Duration.ofSeconds(60);

    private final LongSupplier nanos;
    private final Set<String> allowed = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> refusedSince = new ConcurrentHashMap<>();
    private volatile Long outage;

    /** @param nanos a clock that never goes back */
    GrantedCalls(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @param what was asked and answered: {@code get workflows.argoproj.io} */
    void allowed(String what) {
        allowed.add(what);
        refusedSince.remove(what);
    }

    /** The API did not answer, or could not serve. */
    void unavailable() {
        outage = nanos.getAsLong();
    }

    /** Whether a 403 to this may pass by itself. */
    boolean mayPass(String what) {
        long now = nanos.getAsLong();
        long since = refusedSince.computeIfAbsent(what, first -> now);
        Long last = outage;
        return isWithin(now, since) && (allowed.contains(what) || last != null && isWithin(now, last));
    }

    private static boolean isWithin(long now, long since) {
        return now - since < PASSING.toNanos();
    }
}
