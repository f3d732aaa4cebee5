package io.trawl.ledger.postgresql;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The leases of this process, by its own clock. A deadline counts from before the request was sent, so it ends before that
 * of the database. {@code System.nanoTime} keeps running while the process is paused.
 */
final class Leases {

    /** The share of a lease that is relied on; the rest is for a write that was begun under it. */
    private static final double SHARE = 0.8;

    private final long trustedNanos;
    private final Map<Long, Lease> byToken = new ConcurrentHashMap<>();
    private volatile LeaderAnswer lastAnswer;
    private volatile boolean anyClaimed;

    /**
     * @param until by System.nanoTime
     */
    record Lease(long batch, long token, long until) {}

    /**
     * The last answer to whether this process is the leader.
     *
     * @param leads the answer
     * @param asked when the question was sent, by System.nanoTime
     */
    private record LeaderAnswer(boolean leads, long asked) {}

    Leases(Duration lease) {
        this.trustedNanos = (long) (lease.toNanos() * SHARE);
        this.lastAnswer = new LeaderAnswer(false, System.nanoTime());
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

    /** Extends the leases with these tokens and forgets the others of {@code asked}. */
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

    /** Records an answer, unless a later question was answered already. */
    synchronized void leads(boolean leading, long sentNanos) {
        if (sentNanos - lastAnswer.asked() >= 0) {
            lastAnswer = new LeaderAnswer(leading, sentNanos);
        }
    }

    /** Whether this process certainly is the leader for a moment longer. */
    boolean leads() {
        LeaderAnswer last = lastAnswer;
        return last.leads() && System.nanoTime() - last.asked() < trustedNanos;
    }
}
