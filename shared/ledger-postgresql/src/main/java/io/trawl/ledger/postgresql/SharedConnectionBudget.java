package io.trawl.ledger.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.util.DaemonThreads;
import io.trawl.ledger.postgresql.BudgetTable.Answer;
import io.trawl.ledger.postgresql.BudgetTable.Call;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A connection budget that all processes of a ledger share, with one object in each process. A lease is a row in the ledger's
 * database and ends by its clock unless it is renewed, so the leases of a process that died come back by themselves.
 *
 * <p>The budget is the least of what the active processes allow, and no more than the source has shown to accept. A process is
 * active while it has or wants connections, and for a lease longer unless it is closed.
 *
 * <p>One thread calls the ledger for all that wait in this process, one statement at a time. It requests leases when some are
 * wanted and this process has less than its fair share, gives back leases, and renews the others three times in their life, or
 * every second while several processes share the budget. A process that has and wants nothing does not call. The fair share is
 * what is allowed, divided by the processes that have or want connections. If there are more processes than connections, each
 * has none for a while; the one that has waited longest is next.
 *
 * <p>While the ledger is unreachable, leases last as long as they would have; then {@link Lease#isHeld} is false for them, and
 * their connections must be closed. This is decided by a local clock that also runs while the process is stopped (SIGSTOP), and
 * that counts from before the lease was requested. Two things cannot be prevented: a process that is stopped cannot close its
 * connections, and neither can one whose statement takes longer than a lease while the ledger is unreachable. Such connections
 * stay open at the source while other processes may have their leases already. The clock does not count the sleep of a whole
 * machine.
 */
final class SharedConnectionBudget implements ConnectionBudget, AutoCloseable {

    private static final long BRISK = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final String server;
    private final int size;
    private final Duration lease;
    private final BudgetTable table;
    /** Connections are closed by a thread of their own: renewal does not wait for it. */
    private final ThreadPoolExecutor closer;

    private final Thread thread;

    private final Deque<CompletableFuture<Lease>> waiting = new ArrayDeque<>();
    private final BudgetLeases leases = new BudgetLeases(this);
    private boolean refused;
    private long successes;
    private boolean closed;
    private Runnable giveBack = () -> {};

    private Answer last;
    private Exception failure;
    private long calledAt = System.nanoTime();
    private long pause;

    /**
     * Does not call the ledger before the first request for a lease.
     *
     * @param owner a unique name of this process and object
     * @param server whose connections are counted
     * @param size the most connections that this process allows, at least 1; the least of the active processes holds
     * @param lease how long leases last unless they are renewed
     */
    SharedConnectionBudget(BudgetTable.Connections ledger, String owner, String server, int size, Duration lease) {
        if (size < 1) {
            throw new IllegalArgumentException("connection budget: " + size + " is below 1");
        }
        this.server = server;
        this.size = size;
        this.lease = lease;
        this.table = new BudgetTable(ledger, owner, server, lease);
        this.last = new Answer(Set.of(), size, size, 1, size, null);
        this.thread = DaemonThreads.of("connection-budget", this::callWhenNeeded);
        this.closer = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                DaemonThreads.named("connection-budget-closer"),
                new ThreadPoolExecutor.DiscardPolicy());
        closer.allowCoreThreadTimeOut(true);
    }

    @Override
    public CompletableFuture<Lease> request() {
        CompletableFuture<Lease> request = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the connection budget of " + server + " is closed");
            }
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            waiting.add(request);
            notifyAll();
        }
        request.whenComplete((granted, failed) -> leave(request));
        return request;
    }

    private synchronized void leave(CompletableFuture<Lease> request) {
        waiting.remove(request);
    }

    @Override
    public synchronized TrawlException exhausted(Duration patience) {
        if (failure == null) {
            return ConnectionBudget.super.exhausted(patience);
        }
        String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return new TrawlException(
                FailureKind.TRANSIENT,
                "no connection to " + server + " could be leased within " + patience.toSeconds()
                        + " s, since the ledger's database does not answer: " + reason,
                failure);
    }

    @Override
    public synchronized void throttled() {
        refused = true;
        notifyAll();
    }

    @Override
    public synchronized void succeeded() {
        if (last.allowed() < last.size()) {
            successes++;
        }
    }

    /** The fair share of this process, by the last answer. */
    @Override
    public synchronized int limit() {
        return Math.min(size, last.share());
    }

    @Override
    public Duration linger() {
        return BudgetTable.LINGER;
    }

    @Override
    public synchronized void onPressure(Runnable task) {
        giveBack = task;
    }

    private void callWhenNeeded() {
        try {
            while (awaitTurn()) {
                call();
            }
        } catch (InterruptedException e) {
            // It is interrupted only to end it.
        }
    }

    /** Waits until the next call is due; false when none will be. */
    private synchronized boolean awaitTurn() throws InterruptedException {
        while (!closed) {
            long wait = waitNanos();
            if (wait <= 0) {
                return true;
            }
            TimeUnit.NANOSECONDS.timedWait(this, wait);
        }
        return false;
    }

    private long waitNanos() {
        boolean idle = leases.isEmpty() && waiting.isEmpty() && !leases.anyGivenBack() && !refused;
        if (idle) {
            return Long.MAX_VALUE;
        }
        long since = System.nanoTime() - calledAt;
        if (failure != null) {
            return pause - since;
        }
        if (leases.anyGivenBack() || refused) {
            return 0;
        }
        boolean brisk = last.members() > 1 || last.allowed() < size;
        long renewal = lease.toNanos() / 3;
        return (wanted() > 0 ? pause : brisk ? Math.min(BRISK, renewal) : renewal) - since;
    }

    private int wanted() {
        return Math.max(0, Math.min(waiting.size(), limit() - leases.connections()));
    }

    private void call() {
        Call call;
        boolean gave;
        synchronized (this) {
            call = new Call(size, leases.ids(), wanted(), refused, successes);
            gave = leases.anyGivenBack();
            leases.givenBack(false);
            refused = false;
            successes = 0;
        }
        long begun = System.nanoTime();
        try {
            Answer answer = table.use(call);
            answered(call, answer, begun).forEach(this::grant);
        } catch (SQLException | RuntimeException e) {
            failed(call, gave, e);
        }
        closeLost();
    }

    private synchronized void failed(Call call, boolean gave, Exception e) {
        failure = e;
        leases.givenBack(gave || leases.anyGivenBack());
        refused |= call.refused();
        successes += call.successes();
        calledAt = System.nanoTime();
        pause = longer(pause);
    }

    /** Records the answer and returns the leases that were granted. */
    private synchronized List<Lease> answered(Call call, Answer answer, long begun) {
        failure = null;
        last = answer;
        calledAt = System.nanoTime();
        List<Lease> granted = leases.answered(call, answer, begun + lease.toNanos());
        pause = granted.size() < call.wanted() ? longer(pause) : 0;
        return granted;
    }

    private static long longer(long pause) {
        return Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 2));
    }

    /** Passes a lease to the longest waiting request, or gives it back. */
    private void grant(Lease granted) {
        CompletableFuture<Lease> next;
        do {
            synchronized (this) {
                next = waiting.poll();
            }
        } while (next != null && !next.complete(granted));
        if (next == null) {
            granted.close();
        }
    }

    private synchronized void closeLost() {
        if (leases.connections() > 0) {
            closer.execute(giveBack);
        }
    }

    /** Gives all leases back; connections under them must be closed before. */
    @Override
    public void close() {
        List<CompletableFuture<Lease>> cancelled;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            cancelled = List.copyOf(waiting);
            notifyAll();
        }
        cancelled.forEach(request -> request.cancel(false));
        closer.shutdown();
        try {
            thread.join(lease.toMillis());
            if (thread.getState() == Thread.State.TERMINATED) {
                table.use(new Call(null, List.of(), 0, false, 0));
            }
        } catch (SQLException e) {
            // The leases end by themselves.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
