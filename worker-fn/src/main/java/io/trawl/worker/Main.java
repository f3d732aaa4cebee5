package io.trawl.worker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * A function that serves events; or a process that ends: for a share of a run's batches, where arguments say so, as in a pod
 * of an Argo Workflow, or for one event, where a Knative JobSink has started it. Those need no server and do not wait for
 * Quarkus to start.
 */
@QuarkusMain(name = "worker-fn")
public final class Main {

    Main() {}

    public static void main(String... args) {
        if (args.length > 0) {
            PodOfShare.main(args);
        } else if (System.getenv(OneEvent.PATH) == null) {
            Quarkus.run();
        } else {
            System.exit(OneEvent.run(System.getenv(), System.err));
        }
    }
}
