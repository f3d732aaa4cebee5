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

    private final InFlightBatches window;
    private volatile boolean stopped;
    private volatile String warning;

    /** Used by the thread of {@code pump} alone. */
    private boolean warned;

    // All guarded by this.
    private boolean started;
    private boolean woken;
    private boolean idle;
    private long pause = FIRST_PAUSE;
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
            waitFor(lost == null ? asked + pause - System.nanoTime() : LONGEST_PAUSE);
        }
        return !stopped;
    }

    /** Waits for a change, at least a millisecond. */
    private synchronized void waitFor(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
    }

    private void takeTurn() {
        warn();
        if (!window.isDoubtful()) {
            window.giveBackUnsent(ledger);
        }
        boolean ended = window.forgetEnded(ledger);
        int room = room();
        long until = System.nanoTime() + settings.resendAfter().toNanos();
        List<Dispatch> next = room > 0 ? ledger.dispatch(room, settings.resendAfter()) : List.of();
        began(next, until, room > 0, ended);
        if (next.isEmpty() && window.mayAsk(System.nanoTime())) {
            window.giveBackUnsent(ledger);
        }
    }

    private void warn() {
        String message = warning;
        if (message != null && !warned) {
            warned = true;
            listener.warning(message);
            ledger.warning(message);
        }
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
            Delivery delivery = !stopped && window.goesOut(send, System.nanoTime())
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

    /** @param delivery null if nothing was sent */
    private synchronized void sent(InFlightBatches.Send send, Delivery delivery) {
        window.ended(send, delivery, System.nanoTime());
        pause = FIRST_PAUSE;
        if (delivery instanceof Delivery.Refused refused) {
            if (refused.passes()) {
                warning = refused.warning(binding);
            } else {
                broken(refused.failure(binding));
            }
        } else if (delivery instanceof Delivery.Unknown unknown && !stopped) {
            warning = unknown.warning(binding);
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
        window.giveBackUnsent(ledger);
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
