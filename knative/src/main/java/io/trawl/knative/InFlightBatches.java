package io.trawl.knative;

import io.trawl.api.ledger.BatchDispatch;
import io.trawl.api.ledger.Dispatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are being sent or were sent, and how many more may be sent. Times are those of
 * {@link System#nanoTime}. Safe for use by several threads.
 */
final class InFlightBatches {

    private enum Stage {
        SENDING,
        SENT,
        UNSENT
    }

    /** One send of one batch. */
    static final class Send {

        private final Dispatch dispatch;
        private final long until;
        private Stage stage = Stage.SENDING;
        private long acceptedBefore;

        private Send(Dispatch dispatch, long until) {
            this.dispatch = dispatch;
            this.until = until;
        }

        Dispatch dispatch() {
            return dispatch;
        }
    }

    private final int size;
    private final int mostSending;
    private final Map<Long, Send> sends = new HashMap<>();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private int sending;

    /**
     * @param size how many batches at most
     * @param mostSending how many are under way to the broker, or wait for that, at most
     */
    InFlightBatches(int size, int mostSending) {
        this.size = size;
        this.mostSending = mostSending;
    }

    /** How many more batches may be sent; not positive if none. */
    synchronized int room(long now) {
        if (breaker.isHolding(now)) {
            return 0;
        }
        return Math.min(size - sends.size(), (breaker.isDoubtful() ? 1 : mostSending) - sending);
    }

    synchronized boolean isEmpty() {
        return sends.isEmpty() && sending == 0;
    }

    synchronized boolean isSending() {
        return sending > 0;
    }

    /**
     * Begins to send this batch, in the place of an earlier send of it. {@link #ended} must follow.
     *
     * @param until when the ledger returns the batch again, if no worker claims it
     */
    synchronized Send begin(Dispatch dispatch, long until) {
        Send send = new Send(dispatch, until);
        sends.put(dispatch.batch(), send);
        sending++;
        return send;
    }

    /** Whether to send this now. Not past its time: the ledger returns the batch again. */
    synchronized boolean goesOut(Send send, long now) {
        send.acceptedBefore = breaker.count();
        return !breaker.isHolding(now) && sends.get(send.dispatch.batch()) == send && now - send.until < 0;
    }

    /**
     * Records the result of a send.
     *
     * @param delivery null if nothing was sent
     */
    synchronized void ended(Send send, @Nullable Delivery delivery, long now) {
        sending--;
        send.stage = delivery == null || delivery instanceof Delivery.Refused ? Stage.UNSENT : Stage.SENT;
        if (delivery instanceof Delivery.Refused refused && refused.passes()) {
            breaker.refused(send.acceptedBefore, refused.retryAfter(), now);
        } else if (delivery instanceof Delivery.Accepted) {
            breaker.accepted();
        }
    }

    /**
     * Asks the ledger which of the batches have ended that were sent, or may have been, however long ago: a worker may still
     * have them. Forgets those, and batches that could not be sent in their time; the ledger returns them again.
     *
     * @return whether some have ended
     */
    boolean forgetEnded(BatchDispatch ledger) {
        List<Long> sent;
        synchronized (this) {
            long now = System.nanoTime();
            sends.values().removeIf(send -> send.stage == Stage.UNSENT && now - send.until >= 0);
            sent = in(Stage.SENT);
        }
        Set<Long> open = sent.isEmpty() ? Set.of() : ledger.inFlight(sent);
        remove(sent, open);
        return open.size() < sent.size();
    }

    /** Gives batches that could not be sent back to the ledger, which may return them again at once. */
    void giveBackUnsent(BatchDispatch ledger) {
        List<Long> unsent = in(Stage.UNSENT);
        if (!unsent.isEmpty()) {
            ledger.markUnsent(unsent);
            remove(unsent, Set.of());
        }
    }

    /** Whether batches that could not be sent stay here: the broker is tried with other batches first, if there are any. */
    synchronized boolean isDoubtful() {
        return breaker.isDoubtful();
    }

    /** Whether the broker may be tried and no send is under way: then there are no other batches to try it with. */
    synchronized boolean mayAsk(long now) {
        return sending == 0 && !breaker.isHolding(now);
    }

    private synchronized List<Long> in(Stage stage) {
        return sends.values().stream()
                .filter(send -> send.stage == stage)
                .map(send -> send.dispatch.batch())
                .toList();
    }

    /** Forgets these batches, except those in {@code still}. */
    private synchronized void remove(List<Long> batches, Set<Long> still) {
        batches.stream().filter(batch -> !still.contains(batch)).forEach(sends::remove);
    }

    synchronized void clear() {
        sends.clear();
    }
}
