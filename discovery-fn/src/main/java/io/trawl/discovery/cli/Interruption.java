package io.trawl.discovery.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * SIGINT and SIGTERM: the first asks for a clean end, the second ends the process at once.
 *
 * <p>A shutdown hook could not do this: it runs beside Quarkus' own, which takes the application apart, and it never
 * hears of a second signal.
 */
final class Interruption {

    private final Runnable stop;
    private final AtomicBoolean happened = new AtomicBoolean();

    Interruption(Runnable stop) {
        this.stop = stop;
    }

    /**
     * From now on signals come here.
     *
     * @param stop asks for the clean end; called once
     */
    static Interruption handle(Runnable stop) {
        Interruption interruption = new Interruption(stop);
        onSignal(interruption::signalled);
        return interruption;
    }

    /**
     * From now on each signal does this, and does not end the process.
     *
     * @param action on a thread of its own
     */
    static void onSignal(Runnable action) {
        for (String name : List.of("INT", "TERM")) {
            Signal.handle(new Signal(name), signal -> action.run());
        }
    }

    /** A signal came. The first may take long, if the user is asked what to do. */
    void signalled() {
        if (!happened.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        stop.run();
    }

    /** Whether a signal came. */
    boolean happened() {
        return happened.get();
    }
}
