package io.trawl.worker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * A function that serves events; or, where a Knative JobSink has started it, a process for one event, which needs no server
 * and does not wait for Quarkus to start.
 */
@QuarkusMain(name = "worker-fn")
public final class Main {

    Main() {}

    public static void main(String... args) {
        if (System.getenv(OneEvent.PATH) == null) {
            Quarkus.run(args);
        } else {
            System.exit(OneEvent.run(System.getenv(), System.err));
        }
    }
}
