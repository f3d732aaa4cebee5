package io.trawl.ledger.postgresql;

import io.trawl.api.source.ConnectionBudget.Lease;
import io.trawl.ledger.postgresql.BudgetTable.Answer;
import io.trawl.ledger.postgresql.BudgetTable.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The leases of one process. All methods are called under the lock of the budget, whose waiting thread is woken when a lease
 * is given back.
 */
final class BudgetLeases {

    private final Object lock;
    private final Map<Long, SharedLease> held = new LinkedHashMap<>();
    /** Leases that have ended whose connections are still open. */
    private int lost;

    private boolean givenBack;

    BudgetLeases(Object lock) {
        this.lock = lock;
    }

    List<Long> ids() {
        return List.copyOf(held.keySet());
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** How many connections may be open under leases of this process, also under those that have ended. */
    int connections() {
        return held.size() + lost;
    }

    /** Whether leases were given back that the ledger does not know of yet. */
    boolean anyGivenBack() {
        return givenBack;
    }

    /**
     * @param unknown whether the ledger does not know of leases that were given back
     */
    void givenBack(boolean unknown) {
        givenBack = unknown;
    }

    /**
     * Takes over what the ledger has answered.
     *
     * @param deadline until when leases last now, by System.nanoTime
     * @return the leases that were granted
     */
    List<Lease> answered(Call call, Answer answer, long deadline) {
        for (long id : call.mine()) {
            boolean kept = answer.kept().remove(id);
            SharedLease mine = held.get(id);
            if (mine != null && kept) {
                mine.deadline = deadline;
                mine.recalled |= answer.recalled() != null && answer.recalled() == id;
            } else if (mine != null) {
                held.remove(id);
                mine.ended = true;
                lost++;
            }
        }
        List<Lease> granted = new ArrayList<>();
        for (long id : answer.kept()) {
            SharedLease fresh = new SharedLease(id, deadline);
            held.put(id, fresh);
            granted.add(fresh);
        }
        return granted;
    }

    private final class SharedLease implements Lease {
        private final long id;
        private volatile long deadline;
        private volatile boolean recalled;
        private volatile boolean ended;
        private boolean returned;

        SharedLease(long id, long deadline) {
            this.id = id;
            this.deadline = deadline;
        }

        @Override
        public boolean isHeld() {
            return !ended && !recalled && System.nanoTime() - deadline < 0;
        }

        @Override
        public void close() {
            synchronized (lock) {
                if (returned) {
                    return;
                }
                returned = true;
                if (held.remove(id) == null) {
                    lost--;
                } else {
                    givenBack = true;
                }
                ended = true;
                lock.notifyAll();
            }
        }
    }
}
