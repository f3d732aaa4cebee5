package io.trawl.worker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.trawl.api.util.OutOfMemory;

/**
 * Entry point of the application, in one of three forms. {@code serve} starts Quarkus with the worker function.
 * {@code batches} processes a shard of a run's batches, as a pod of a run does. Without a command, it
 * handles the one event for which a JobSink started it. The last two do not start Quarkus.
 */
@QuarkusMain(name = "worker-fn")
public final class Main {

    private static final int USAGE = 2;

    Main() {}

    public static void main(String... args) {
        OutOfMemory.endsProcess();
        if (args.length == 1 && args[0].equals("serve")) {
            Quarkus.run();
        } else if (args.length > 0) {
            ShardWorker.main(args);
        } else if (System.getenv(OneEvent.PATH) != null) {
            System.exit(OneEvent.run(System.getenv(), System.err));
        } else {
            System.err.println("""
                    Usage: worker-fn COMMAND
                      serve    serves the worker function at http://127.0.0.1:8080 until it is stopped;
                               QUARKUS_HTTP_HOST and QUARKUS_HTTP_PORT set another address
                      batches  works on a share of a run's batches:
                               --workflow=NAME --run=ID --as=NAME --pod=P --of=N
                    Without a command, and with %s set, it handles that one event.""".formatted(OneEvent.PATH));
            System.exit(USAGE);
        }
    }
}
