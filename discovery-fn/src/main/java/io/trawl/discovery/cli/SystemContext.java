package io.trawl.discovery.cli;

import io.trawl.api.Providers;
import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.discovery.progress.Terminal;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.RunListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** The environment of the real process. */
class SystemContext implements CliContext {

    private final Map<String, String> environment;
    private final Providers providers = Providers.load();
    private final IngestionEngine engine = new IngestionEngine(Clock.systemUTC(), new Random(), providers);

    SystemContext() {
        this(System.getenv());
    }

    /** With other variables than this process has. */
    SystemContext(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public DurableLedger ledger(LedgerConfig config, Consumer<String> waiting) {
        return engine.ledger(config, ConnectRetry.whileAnswered(waiting));
    }

    @Override
    public Providers providers() {
        return providers;
    }

    @Override
    public Report execute(
            Workflow workflow, RunStart start, RemoteRunner runner, RunListener listener, Consumer<RunHandle> begun) {
        return runner == null
                ? engine.ingest(workflow, start, listener, run -> begun.accept(new RunHandle(run::stop, null)))
                : RemoteRun.execute(this, engine, workflow, start, runner, listener, begun);
    }

    @Override
    public Optional<String> ask(String question) {
        return Terminal.ask(question);
    }

    @Override
    public void endOnSignal(Runnable said) {
        Interruption.handle(() -> {
            said.run();
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        });
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
