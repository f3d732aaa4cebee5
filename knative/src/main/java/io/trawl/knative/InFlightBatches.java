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
        TOLD,
        UNSENT
    }

    /** One telling of one batch. */
    static final class Telling {

        private final Dispatch dispatch;
        private final long until;
        private Stage stage = Stage.SENDING;
        private long acceptedBefore;

        private Telling(Dispatch dispatch, long until) {
            this.dispatch = dispatch;
            this.until = until;
        }

        Dispatch dispatch() {
            return dispatch;
        }
    }

    private final int size;
    private final int mostSending;
    private final Map<Long, Telling> tellings = new HashMap<>();
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

    /** How many more workers may be told; not positive if none. */
    int room(long now) {
        if (reluctance.isHolding(now)) {
            return 0;
        }
        return Math.min(size - tellings.size(), (reluctance.isDoubtful() ? 1 : mostSending) - sending);
    }

    boolean isEmpty() {
        return tellings.isEmpty() && sending == 0;
    }

    boolean isSending() {
        return sending > 0;
    }

    /**
     * A worker is to be told of this batch; an earlier telling of it counts no more. {@link #ended} must follow.
     *
     * @param until when the ledger hands it out again, if nobody claims it
     */
    Telling begin(Dispatch dispatch, long until) {
        Telling telling = new Telling(dispatch, until);
        tellings.put(dispatch.batch(), telling);
        sending++;
        return telling;
    }

    /** Whether this is to be sent now. Past its time it is not: the ledger hands the batch out anew. */
    boolean goesOut(Telling telling, long now) {
        telling.acceptedBefore = reluctance.count();
        return !reluctance.isHolding(now)
                && tellings.get(telling.dispatch.batch()) == telling
                && now - telling.until < 0;
    }

    /**
     * What became of a telling.
     *
     * @param delivery null if nothing was sent
     */
    void ended(Telling telling, Delivery delivery, long now) {
        sending--;
        telling.stage = delivery == null || delivery instanceof Delivery.Refused ? Stage.UNSENT : Stage.TOLD;
        if (delivery instanceof Delivery.Refused refused && refused.passes()) {
            reluctance.refused(telling.acceptedBefore, refused.retryAfter(), now);
        } else if (delivery instanceof Delivery.Accepted) {
            reluctance.accepted();
        }
    }

    /**
     * Those a worker was told of, or may have been, however long ago: it may have them still. Forgets those nobody could be
     * told of in their time; the ledger hands them out anew.
     */
    List<Long> told(long now) {
        tellings.values().removeIf(telling -> telling.stage == Stage.UNSENT && now - telling.until >= 0);
        return in(Stage.TOLD);
    }

    /** Those nobody could be told of. */
    List<Long> unsent() {
        return in(Stage.UNSENT);
    }

    /** Whether what nobody could be told of stays here: the broker is asked with others first, if there are any. */
    boolean isDoubtful() {
        return reluctance.isDoubtful();
    }

    /** Nothing was sent that is not ended, and the broker may be asked: if there was nothing, it is for lack of others. */
    boolean mayAsk(long now) {
        return sending == 0 && !reluctance.isHolding(now);
    }

    private List<Long> in(Stage stage) {
        List<Long> found = new ArrayList<>();
        tellings.forEach((batch, telling) -> {
            if (telling.stage == stage) {
                found.add(batch);
            }
        });
        return found;
    }

    /** These are nobody's any more, but for those in {@code still}. */
    void remove(List<Long> batches, Set<Long> still) {
        for (Long batch : batches) {
            if (!still.contains(batch)) {
                tellings.remove(batch);
            }
        }
    }

    void clear() {
        tellings.clear();
    }
}
