package io.trawl.discovery.argo;

import io.trawl.api.model.FailureKind;
import io.trawl.engine.Run;
import java.util.List;
import sun.misc.Signal;

/** SIGTERM, which a pod hears before it is killed: the run is handed over, and the pod is to be started again. */
final class ShutdownSignal {

    private Run run;
    private boolean leaving;

    /** From now on signals come here. */
    static ShutdownSignal onSignals() {
        ShutdownSignal leaving = new ShutdownSignal();
        for (String name : List.of("INT", "TERM")) {
            Signal.handle(new Signal(name), signal -> leaving.signalled());
        }
        return leaving;
    }

    /** The run that is led from now on. */
    synchronized void begun(Run begun) {
        run = begun;
        if (leaving) {
            begun.handOver();
        }
    }

    /** Whatever is led is handed over, also what will be led. */
    synchronized void leave() {
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
