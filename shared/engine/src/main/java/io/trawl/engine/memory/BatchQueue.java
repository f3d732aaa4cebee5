package io.trawl.engine.memory;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.Pass;
import io.trawl.api.ledger.Phase;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.HierarchyFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/** The batches of a run that have no outcome yet. Not safe for use by several threads. */
final class BatchQueue {

    private record Waiting(long batch, Pass pass, int attempt, List<EntityDescriptor> descriptors, long dueNanos) {}

    private final int mostReady;
    private final Deque<Waiting> ready = new ArrayDeque<>();
    /** After a failure, until a pause is over. */
    private final Queue<Waiting> pausing =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos() - other.dueNanos()));
    /** Until all tables are written. */
    private final List<Waiting> references = new ArrayList<>();

    private final Set<Long> claimed = new HashSet<>();
    private long nextBatch;
    private long nextToken;

    /**
     * @param mostReady with more batches than this the queue is full
     */
    BatchQueue(int mostReady) {
        this.mostReady = mostReady;
    }

    boolean isFull() {
        return ready.size() > mostReady;
    }

    /** Whether a batch of this phase is open. */
    boolean isOpen(Phase phase) {
        boolean open = !ready.isEmpty() || !pausing.isEmpty() || !claimed.isEmpty();
        return open || (phase.compareTo(Phase.REFERENCES) >= 0 && !references.isEmpty());
    }

    void add(List<EntityDescriptor> descriptors) {
        ready.add(new Waiting(nextBatch++, Pass.ENTITIES, 1, descriptors, 0));
    }

    void releaseReferences() {
        ready.addAll(references);
        references.clear();
    }

    /**
     * @param failures the failures of the hierarchy, for each claim
     */
    List<Claim> claim(int most, HierarchyFailures failures) {
        List<Claim> claims = new ArrayList<>();
        while (claims.size() < most) {
            Waiting next = next();
            if (next == null) {
                break;
            }
            long token = nextToken++;
            claimed.add(token);
            claims.add(new Claim(next.batch(), token, next.pass(), next.attempt(), next.descriptors(), failures));
        }
        return claims;
    }

    private Waiting next() {
        Waiting first = pausing.peek();
        if (first != null && first.dueNanos() - System.nanoTime() <= 0) {
            return pausing.poll();
        }
        return ready.poll();
    }

    boolean isClaimed(Claim claim) {
        return claimed.contains(claim.token());
    }

    /** Takes back a batch that was not processed. */
    void release(Claim claim) {
        if (claimed.remove(claim.token())) {
            ready.addFirst(new Waiting(claim.batch(), claim.pass(), claim.attempt(), claim.descriptors(), 0));
        }
    }

    /** Takes back what of a batch is not completed; false if the batch was given back before. */
    boolean giveBack(Claim claim, Completion completion) {
        if (!claimed.remove(claim.token())) {
            return false;
        }
        if (!completion.deferred().isEmpty()) {
            references.add(new Waiting(claim.batch(), Pass.REFERENCES, 1, completion.deferred(), 0));
        }
        if (!completion.again().isEmpty()) {
            List<EntityDescriptor> again = completion.again().stream()
                    .map(failed -> failed.descriptor())
                    .toList();
            long due = System.nanoTime() + completion.pause().toNanos();
            pausing.add(new Waiting(claim.batch(), claim.pass(), claim.attempt() + 1, again, due));
        }
        return true;
    }
}
