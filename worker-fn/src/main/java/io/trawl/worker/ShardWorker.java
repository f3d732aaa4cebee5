package io.trawl.worker;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowFolder;
import io.trawl.engine.BatchWork;
import io.trawl.engine.Connectors;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.OpenLedgers;
import io.trawl.engine.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Processes one shard of a run's batches in a pod. The exit code says whether to start the pod
 * again (see {@link FailureKind}).
 */
final class ShardWorker {

    /** Wrong arguments. */
    private static final int USAGE = 2;

    /** The longest wait for a connection; after that the pod ends, and is started again. */
    private static final Duration CONNECTION = Duration.ofMinutes(5);

    /** Added to the length of a lease, whose holder may have renewed it just now. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** After SIGTERM, for what is under way; Kubernetes gives 30 s before it kills. */
    private static final Duration MOMENT = Duration.ofSeconds(15);

    private final Map<String, String> environment;
    private final PrintStream err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean leaving;
    private volatile ShardBatches share;
    private volatile DurableRunLedger record;
    private volatile int exitCode;

    ShardWorker(Map<String, String> environment, PrintStream err) {
        this.environment = environment;
        this.err = err;
    }

    /** Works on the share that the arguments name, says on stderr what went wrong, and ends the process. */
    static void main(String... args) {
        ShardWorker pod = new ShardWorker(System.getenv(), System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(pod::leave, "trawl-leave"));
        System.exit(pod.run(args));
    }

    /** The exit code. */
    int run(String... args) {
        try {
            exitCode = work(PodArguments.of(args));
        } catch (IllegalArgumentException e) {
            exitCode = failed(e.getMessage(), USAGE);
        } catch (ConfigException e) {
            exitCode = failed(e.getMessage(), FailureKind.INVALID.exitCode());
        } catch (TrawlException e) {
            exitCode = failed(e.getMessage(), e.kind().exitCode());
        } catch (RuntimeException e) {
            exitCode = failed("internal error: " + e, FailureKind.BUG.exitCode());
        } finally {
            ended.countDown();
        }
        return exitCode;
    }

    private int failed(String message, int code) {
        say(String.valueOf(message));
        return code;
    }

    private void say(String message) {
        err.println("trawl: " + OneLine.folded(message));
    }

    private int work(PodArguments pod) {
        Workflow workflow = WorkflowFolder.of(environment).readForPods(pod.workflow());
        try (OpenLedgers ledgers = new OpenLedgers(new IngestionEngine(), this::say)) {
            DurableLedger ledger = ledgers.of(workflow);
            try (Connectors connectors = Connectors.open(workflow, ledger, Providers.load())) {
                Optional<DurableRunLedger> entered = ledger.work(workflow.name(), pod.run(), workflow.digest());
                if (entered.isEmpty()) {
                    say("run " + pod.run() + ": is over; there is nothing to do");
                    return 0;
                }
                try (DurableRunLedger run = entered.get()) {
                    return work(pod, connectors, run);
                }
            }
        }
    }

    private int work(PodArguments pod, Connectors connectors, DurableRunLedger run) {
        BatchWork batches = new BatchWork(connectors, run, 1, new Random(), RunListener.NONE);
        Duration lease = connectors.workflow().execution().ledger().lease().plus(MARGIN);
        record = run;
        share = new ShardBatches(pod, run, connectors.source(), batches, CONNECTION, lease);
        if (leaving) {
            share.stop();
        }
        int open = share.work();
        if (share.isStarved()) {
            say("source: no connection within its budget (maxSourceConnections) came free in " + CONNECTION.toSeconds()
                    + " s");
        }
        share.tally().print(pod, open, err);
        return share.tally().exitCode(open);
    }

    /** Ends the process on SIGTERM: batches under way get a moment to finish, the others are given back. */
    private void leave() {
        leaving = true;
        if (ended.getCount() == 0) {
            return;
        }
        ShardBatches underWay = share;
        if (underWay != null) {
            underWay.stop();
        }
        boolean inTime = false;
        try {
            inTime = underWay != null && ended.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (underWay != null && !inTime) {
            say("told to end; what is not done by now is given back");
            record.close();
        }
        err.flush();
        Runtime.getRuntime().halt(inTime ? exitCode : FailureKind.TRANSIENT.exitCode());
    }
}
