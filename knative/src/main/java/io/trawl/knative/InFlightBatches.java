package io.trawl.knative;

import io.trawl.api.ledger.Dispatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The batches that are being sent or were sent, and how many more may be sent. Times are those of
 * {@link System#nanoTime}. Not safe for several threads.
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
    private final CircuitBreaker reluctance = new CircuitBreaker();
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
    int room(long now) {
        if (reluctance.isHolding(now)) {
            return 0;
        }
        return Math.min(size - sends.size(), (reluctance.isDoubtful() ? 1 : mostSending) - sending);
    }

    boolean isEmpty() {
        return sends.isEmpty() && sending == 0;
    }

    boolean isSending() {
        return sending > 0;
    }

    /**
     * Begins to send this batch, in the place of an earlier send of it. {@link #ended} must follow.
     *
     * @param until when the ledger returns the batch again, if no worker claims it
     */
    Send begin(Dispatch dispatch, long until) {
        Send send = new Send(dispatch, until);
        sends.put(dispatch.batch(), send);
        sending++;
        return send;
    }

    /** Whether to send this now. Not past its time: the ledger returns the batch again. */
    boolean goesOut(Send send, long now) {
        send.acceptedBefore = reluctance.count();
        return !reluctance.isHolding(now) && sends.get(send.dispatch.batch()) == send && now - send.until < 0;
    }

    /**
     * Records the result of a send.
     *
     * @param delivery null if nothing was sent
     */
    void ended(Send send, Delivery delivery, long now) {
        sending--;
        send.stage = delivery == null || delivery instanceof Delivery.Refused ? Stage.UNSENT : Stage.SENT;
        if (delivery instanceof Delivery.Refused refused && refused.passes()) {
            reluctance.refused(send.acceptedBefore, refused.retryAfter(), now);
        } else if (delivery instanceof Delivery.Accepted) {
            reluctance.accepted();
        }
    }

    /**
     * Batches that were sent, or may have been, however long ago: a worker may still have them. Forgets batches that could
     * not be sent in their time; the ledger returns them again.
     */
    List<Long> sent(long now) {
        sends.values().removeIf(send -> send.stage == Stage.UNSENT && now - send.until >= 0);
        return in(Stage.SENT);
    }

    /** Batches that could not be sent. */
    List<Long> unsent() {
        return in(Stage.UNSENT);
    }

    /** Whether batches that could not be sent stay here: the broker is tried with other batches first, if there are any. */
    boolean isDoubtful() {
        return reluctance.isDoubtful();
    }

    /** Whether the broker may be tried and no send is under way: then there are no other batches to try it with. */
    boolean mayAsk(long now) {
        return sending == 0 && !reluctance.isHolding(now);
    }

    private List<Long> in(Stage stage) {
        List<Long> found = new ArrayList<>();
        sends.forEach((batch, send) -> {
            if (send.stage == stage) {
                found.add(batch);
            }
        });
        return found;
    }

    /** Forgets these batches, except those in {@code still}. */
    void remove(List<Long> batches, Set<Long> still) {
        for (Long batch : batches) {
            if (!still.contains(batch)) {
                sends.remove(batch);
            }
        }
    }

    void clear() {
        sends.clear();
    }
}
