package io.trawl.ledger.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The leases of this process, by its own clock. A deadline counts from before the request was sent, so it ends before
 * the database's. {@code System.nanoTime} keeps running while the process is paused.
 */
final class Leases {

    /** The share of a lease that is relied on; the rest is for the write that was begun under it. */
    private static final double SHARE = 0.8;

    private final long trustedNanos;
    private final Map<Long, Lease> byToken = new ConcurrentHashMap<>();
    private volatile Lead lead;
    private volatile boolean anyClaimed;

    /**
     * @param until by System.nanoTime
     */
    record Lease(long batch, long token, long until) {}

    /**
     * What was last heard of the lead.
     *
     * @param asked when it was asked for, by System.nanoTime
     */
    private record Lead(boolean ours, long asked) {}

    Leases(Duration lease) {
        this.trustedNanos = (long) (lease.toNanos() * SHARE);
        this.lead = new Lead(false, System.nanoTime());
    }

    void add(long batch, long token, long sentNanos) {
        anyClaimed = true;
        byToken.put(token, new Lease(batch, token, sentNanos + trustedNanos));
    }

    /** Whether there was ever a lease on a batch. */
    boolean anyClaimed() {
        return anyClaimed;
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

    /** An answer that comes after that to a later question changes nothing. */
    synchronized void leads(boolean leading, long sentNanos) {
        if (sentNanos - lead.asked() >= 0) {
            lead = new Lead(leading, sentNanos);
        }
    }

    /** Whether this process certainly leads for a moment longer. */
    boolean leads() {
        Lead last = lead;
        return last.ours() && System.nanoTime() - last.asked() < trustedNanos;
    }
}
