package io.trawl.discovery.cli;

import io.trawl.events.RunRequested;
import io.trawl.knative.BrokerBinding;
import io.trawl.knative.EventSender;
import io.trawl.knative.RunEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Runs executed by functions behind a broker. An event requests the run; its progress is known from the ledger only.
 */
final class KnativeRunner implements RemoteRunner {

    /** A broker may answer no sooner than the discovery function. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    private final RunEvents events;

    KnativeRunner(BrokerBinding broker) {
        EventSender sender = new EventSender(broker, ANSWER, EventSender.defaultRetries(), new Random());
        this.events = new RunEvents(broker, sender, Clock.systemUTC());
    }

    @Override
    public CompletableFuture<?> ask(RunRequested requested) {
        return CompletableFuture.runAsync(() -> events.requested(requested), KnativeRunner::inBackground);
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "trawl-request");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String name() {
        return "";
    }

    @Override
    public boolean isWatched() {
        return false;
    }

    @Override
    public Optional<Ending> ending() {
        return Optional.empty();
    }

    @Override
    public Optional<String> place() {
        return Optional.empty();
    }

    @Override
    public List<Obstacle> obstacles() {
        return List.of();
    }

    @Override
    public void stop() {
        // The leader of the run sees it in the ledger.
    }

    @Override
    public String silence() {
        return "is the discovery function there, and does its ping go to the broker?";
    }

    @Override
    public void close() {
        // A request that has not been answered is nobody's loss.
    }
}
