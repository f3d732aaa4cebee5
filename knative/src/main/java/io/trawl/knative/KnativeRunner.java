package io.trawl.knative;

import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.orchestrator.RunnerRequest;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.workflow.ConfigException;
import io.trawl.events.RunRequested;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Runs executed by functions behind a broker. An event requests the run; its progress is known from the ledger only.
 */
final class KnativeRunner implements RemoteRunner {

    /** The option that names the broker. */
    static final String BROKER = "--broker";

    /** A broker may answer no sooner than the discovery function. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private final String workflow;
    private final RunEvents events;

    /** @throws ConfigException if no broker is named, or its address is wrong */
    KnativeRunner(RunnerRequest request) {
        BrokerBinding broker = broker(request);
        EventSender sender = new EventSender(broker, ANSWER, EventSender.defaultRetries(), request.random());
        this.workflow = request.workflow().name();
        this.events = new RunEvents(broker, sender, request.clock());
    }

    private static BrokerBinding broker(RunnerRequest request) {
        String address = request.options().get(BROKER);
        return address != null
                ? BrokerBinding.of(BROKER, address, request.environment())
                : BrokerBinding.of(request.environment())
                        .orElseThrow(() -> new ConfigException("which broker? name its address with " + BROKER
                                + " URL, or set K_SINK (orchestrator: knative)"));
    }

    @Override
    public CompletableFuture<?> ask(String run, boolean allowLargeDeletion) {
        RunRequested requested = new RunRequested(workflow, run, allowLargeDeletion ? true : null);
        return CompletableFuture.runAsync(() -> events.requested(requested), KnativeRunner::inBackground);
    }

    private static void inBackground(Runnable task) {
        DaemonThreads.of("trawl-request", task).start();
    }

    @Override
    public String silence() {
        return "is the discovery function there, and does its ping go to the broker?";
    }
}
