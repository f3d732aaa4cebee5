package io.trawl.discovery.cli;

import io.trawl.core.config.LedgerConfig;
import io.trawl.core.config.Workflow;
import io.trawl.core.engine.RunListener;
import io.trawl.core.engine.Start;
import io.trawl.core.engine.Trawl;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.report.Report;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The real surroundings. */
final class ThisProcess implements Surroundings {

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
    public Interruption interruption(Runnable stop) {
        return Interruption.handle(stop);
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
