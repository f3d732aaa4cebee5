package io.trawl.knative;

import io.trawl.api.ledger.BatchDispatch;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.ledger.LostLeadershipException;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import io.trawl.api.util.Waits;
import io.trawl.engine.Dispatcher;
import io.trawl.engine.RunListener;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Brings batches to workers by sending CloudEvents to a broker. One thread asks the ledger which batches to send and
 * which of those sent are done; other threads send. At most as many batches are in flight as the window allows, since a
 * broker has no back-pressure of its own.
 */
public final class BrokerDispatcher implements Dispatcher {

    private static final long FIRST_PAUSE = Duration.ofMillis(20).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();

    /** For how long the end waits for the ledger to take back what was not sent. */
    private static final long GIVE_BACK_MILLIS = 5_000;

    private final String workflow;
    private final BatchDispatch ledger;
    private final RunListener listener;
    private final BrokerBinding binding;
    private final BrokerSettings settings;
    private final Clock clock;
    private final EventSender sender;
    private final ExecutorService senders;
    private final Thread pump = DaemonThreads.of("trawl-broker", this::pump);

    // All guarded by this.
    private final InFlightBatches window;
    private boolean started;
    private boolean stopped;
    private boolean woken;
    private boolean idle;
    private long pause = FIRST_PAUSE;
    private String warning;
    private boolean warned;
    private LostLeadershipException lost;
    private Throwable broken;

    /**
     * @param workflow as the folder of workflows names it
     * @param random decides how pauses are shortened; safe for several threads
     */
    public BrokerDispatcher(
            String workflow,
            BatchDispatch ledger,
            RunListener listener,
            BrokerBinding binding,
            BrokerSettings settings,
            Clock clock,
            RandomGenerator random) {
        this.workflow = workflow;
        this.ledger = ledger;
        this.listener = listener;
        this.binding = binding;
        this.settings = settings;
        this.clock = clock;
        // Some wait for a sender, so that none waits for the ledger.
        this.window = new InFlightBatches(settings.window(), 2 * settings.concurrency());
        this.sender = new EventSender(binding, settings.sendTimeout(), settings.retries(), random);
        this.senders = Executors.newFixedThreadPool(settings.concurrency(), DaemonThreads.named("trawl-sender"));
    }

    /** False: only the leader sends batches to workers. */
    @Override
    public boolean followsOthers() {
        return false;
    }

    /** Call it again when this process has become the leader again. */
    @Override
    public synchronized void start() {
        lost = null;
        if (!started) {
            started = true;
            if (!stopped) {
                pump.start();
            }
        }
        wake();
    }

    @Override
    public synchronized void wake() {
        woken = true;
        idle = false;
        notifyAll();
    }

    /** Waits until every batch that could be sent is done, but no longer than half a second. */
    @Override
    public synchronized void awaitIdle() {
        try {
            Waits.until(() -> stopped || lost != null || idle, this, LONGEST_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
        if (lost != null) {
            throw lost;
        }
        Waits.rethrow(broken);
    }

    private void pump() {
        try {
            while (awaitTurn()) {
                try {
                    takeTurn();
                } catch (LostLeadershipException e) {
                    lost(e);
                }
            }
            giveBackAtTheEnd();
        } catch (InterruptedException e) {
            stop();
        } catch (RuntimeException | Error e) {
            OutOfMemory.check(e);
            broken(e);
        }
    }

    /** Whether to go on: there is something to ask the ledger. */
    private synchronized boolean awaitTurn() throws InterruptedException {
        long asked = System.nanoTime();
        while (!stopped && (lost != null || !woken && asked + pause - System.nanoTime() > 0)) {
            long nanos = lost == null ? asked + pause - System.nanoTime() : LONGEST_PAUSE;
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
        }
        return !stopped;
    }

    private void takeTurn() {
        warn();
        if (!isDoubtful()) {
            giveBack();
        }
        boolean ended = forgetEnded();
        int room = room();
        long until = System.nanoTime() + settings.resendAfter().toNanos();
        List<Dispatch> next = room > 0 ? ledger.dispatch(room, settings.resendAfter()) : List.of();
        began(next, until, room > 0, ended);
        if (next.isEmpty() && hasNobodyElse()) {
            giveBack();
        }
    }

    /** Whether what the broker has refused waits, while it is asked with something else: that alone may be at fault. */
    private synchronized boolean isDoubtful() {
        return window.isDoubtful();
    }

    private synchronized boolean hasNobodyElse() {
        return window.mayAsk(System.nanoTime());
    }

    private void warn() {
        String message;
        synchronized (this) {
            message = warned ? null : warning;
            warned |= message != null;
        }
        if (message != null) {
            listener.warning(message);
            ledger.warning(message);
        }
    }

    /** Gives batches that could not be sent back to the ledger, which may return them again at once. */
    private void giveBack() {
        List<Long> unsent;
        synchronized (this) {
            unsent = window.unsent();
        }
        if (!unsent.isEmpty()) {
            ledger.markUnsent(unsent);
            synchronized (this) {
                window.remove(unsent, Set.of());
            }
        }
    }

    /** Whether batches have ended. */
    private boolean forgetEnded() {
        List<Long> sent;
        synchronized (this) {
            sent = window.sent(System.nanoTime());
        }
        if (sent.isEmpty()) {
            return false;
        }
        Set<Long> open = ledger.inFlight(sent);
        synchronized (this) {
            window.remove(sent, open);
        }
        return open.size() < sent.size();
    }

    private synchronized int room() {
        woken = false;
        return window.room(System.nanoTime());
    }

    private synchronized void began(List<Dispatch> next, long until, boolean asked, boolean ended) {
        for (Dispatch dispatch : next) {
            InFlightBatches.Send send = window.begin(dispatch, until);
            if (stopped) {
                window.ended(send, null, until);
            } else {
                senders.execute(() -> send(send));
            }
        }
        pause = ended || !next.isEmpty() ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
        idle = asked && next.isEmpty() && window.isEmpty() && !woken;
        notifyAll();
    }

    private void send(InFlightBatches.Send send) {
        try {
            Delivery delivery = goesOut(send)
                    ? sender.send(
                            TrawlEvents.entityDiscovered(workflow, ledger.runId(), send.dispatch(), clock.instant()))
                    : null;
            sent(send, delivery);
        } catch (InterruptedException e) { // at the end, when there was no answer for too long
            sent(send, new Delivery.Unknown("no answer at the end"));
        } catch (RuntimeException | Error e) {
            OutOfMemory.check(e);
            sent(send, new Delivery.Unknown("broken"));
            broken(e);
        }
    }

    private synchronized boolean goesOut(InFlightBatches.Send send) {
        return !stopped && window.goesOut(send, System.nanoTime());
    }

    /** @param delivery null if nothing was sent */
    private synchronized void sent(InFlightBatches.Send send, Delivery delivery) {
        window.ended(send, delivery, System.nanoTime());
        pause = FIRST_PAUSE;
        if (delivery instanceof Delivery.Refused refused) {
            if (refused.passes()) {
                warning = BrokerErrors.warning(binding, refused);
            } else {
                broken(BrokerErrors.of(binding, refused));
            }
        } else if (delivery instanceof Delivery.Unknown unknown && !stopped) {
            warning = BrokerErrors.warning(binding, unknown);
        }
        notifyAll();
    }

    /**
     * Another process is the leader and sends the batches now. Nothing more is done here unless this process becomes
     * the leader again.
     */
    private synchronized void lost(LostLeadershipException e) {
        lost = e;
        woken = false;
        window.clear();
        notifyAll();
    }

    private synchronized void broken(Throwable e) {
        if (broken == null) {
            broken = e;
        }
        stop();
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        sender.stop();
        notifyAll();
    }

    /** Gives back batches that were not sent, after the last answer, so that the next leader can send them at once. */
    private void giveBackAtTheEnd() throws InterruptedException {
        synchronized (this) {
            while (window.isSending()) {
                wait();
            }
        }
        warn();
        giveBack();
    }

    /**
     * Stops, and waits for answers for as long as the settings say. An event without an answer by then may have
     * arrived: its batch is sent again if no worker claims it.
     */
    @Override
    public void close() {
        stop();
        senders.shutdown();
        long millis = settings.closeWithin().toMillis();
        try {
            senders.awaitTermination(millis, TimeUnit.MILLISECONDS);
            // What still waits for a thread is not sent, and counts as ended when it has seen that.
            senders.shutdownNow().forEach(Runnable::run);
            pump.join(GIVE_BACK_MILLIS);
        } catch (InterruptedException e) {
            senders.shutdownNow().forEach(Runnable::run);
            Thread.currentThread().interrupt();
        }
    }
}
