package io.trawl.argo.pod;

import io.trawl.api.model.FailureKind;
import io.trawl.engine.Run;
import java.util.function.Consumer;

/** SIGTERM, which a pod hears before it is killed: the run is handed over, and the pod is to be started again. */
public final class ShutdownSignal {

    private Run run;
    private boolean leaving;

    /**
     * From now on signals come here.
     *
     * @param onSignal takes what a signal does
     */
    static ShutdownSignal on(Consumer<Runnable> onSignal) {
        ShutdownSignal leaving = new ShutdownSignal();
        onSignal.accept(leaving::signalled);
        return leaving;
    }

    /** The run that is led from now on. */
    public synchronized void begun(Run begun) {
        run = begun;
        if (leaving) {
            begun.handOver();
        }
    }

    /** Whatever is led is handed over, also what will be led. */
    public synchronized void leave() {
        leaving = true;
        if (run != null) {
            run.handOver();
        }
    }

    private synchronized void signalled() {
        if (run == null || leaving) {
            Runtime.getRuntime().halt(FailureKind.TRANSIENT.exitCode()); // nothing is led, or it takes too long
        }
        leave();
    }
}
