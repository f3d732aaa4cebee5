package io.trawl.discovery.cli;

import io.trawl.core.config.LedgerConfig;
import io.trawl.core.config.Workflow;
import io.trawl.core.engine.RunListener;
import io.trawl.core.engine.Start;
import io.trawl.core.engine.Trawl;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.report.Report;
import io.trawl.knative.BrokerBinding;
import io.trawl.knative.EventSender;
import io.trawl.knative.RunEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The real surroundings. */
final class ThisProcess implements Surroundings {

    /** A broker may answer no sooner than the discovery function. */
    private static final Duration ANSWER = Duration.ofMinutes(10);

    @Override
    public Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    public Ledger ledger(LedgerConfig config) {
        return new Trawl().ledger(config);
    }

    @Override
    public Report ingest(Workflow workflow, Start start, RunListener listener, Consumer<Runnable> begun) {
        return new Trawl().ingest(workflow, start, listener, run -> begun.accept(run::stop));
    }

    @Override
    public Report follow(
            Workflow workflow, Start start, BrokerBinding broker, RunListener listener, Consumer<Runnable> begun) {
        EventSender sender = new EventSender(broker, ANSWER, EventSender.defaultRetries(), new Random());
        RunEvents events = new RunEvents(broker, sender, Clock.systemUTC());
        return new RemoteRun(
                        this,
                        new Trawl(),
                        requested -> CompletableFuture.runAsync(
                                () -> events.requested(requested), ThisProcess::inBackground),
                        listener)
                .execute(workflow, start, begun);
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "trawl-request");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Interruption interruption(Runnable stop) {
        return Interruption.handle(stop);
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
