package io.trawl.ledger.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process holds, as far as it can know. A deadline counts from before the request was sent, so it ends before
 * the database's; {@code System.nanoTime} goes on while the process is paused.
 */
final class Leases {

    /** The share of a lease that is relied on; the rest is for the write that was begun under it. */
    private static final double SHARE = 0.8;

    private final long trustedNanos;
    private final Map<Long, Lease> byToken = new ConcurrentHashMap<>();
    private volatile boolean leads;
    private volatile long leadUntil;

    /**
     * @param until by System.nanoTime
     */
    record Lease(long batch, long token, long until) {}

    Leases(Duration lease) {
        this.trustedNanos = (long) (lease.toNanos() * SHARE);
    }

    void add(long batch, long token, long sentNanos) {
        byToken.put(token, new Lease(batch, token, sentNanos + trustedNanos));
    }

    void remove(long token) {
        byToken.remove(token);
    }

    List<Lease> held() {
        return List.copyOf(byToken.values());
    }

    /** Those of the asked that were renewed last longer; the others are gone. */
    void renewed(List<Lease> asked, Set<Long> tokens, long sentNanos) {
        for (Lease lease : asked) {
            byToken.computeIfPresent(
                    lease.token(),
                    (token, held) ->
                            tokens.contains(token) ? new Lease(held.batch(), token, sentNanos + trustedNanos) : null);
        }
    }

    boolean holds(long token) {
        Lease lease = byToken.get(token);
        return lease != null && System.nanoTime() - lease.until() < 0;
    }

    void leads(boolean leading, long sentNanos) {
        leadUntil = sentNanos + trustedNanos;
        leads = leading;
    }

    /** Whether this process certainly leads for a moment longer. */
    boolean leads() {
        return leads && System.nanoTime() - leadUntil < 0;
    }
}
