package io.trawl.discovery.cli;

import io.trawl.core.config.LedgerConfig;
import io.trawl.core.config.Workflow;
import io.trawl.core.engine.RunListener;
import io.trawl.core.engine.Start;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.report.Report;
import io.trawl.knative.BrokerBinding;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** What commands need from outside; tests have their own. */
interface Surroundings {

    /** The environment's variables. */
    Map<String, String> environment();

    /** See {@link io.trawl.core.engine.Trawl#ledger}. */
    Ledger ledger(LedgerConfig config);

    /**
     * Runs a workflow to its end, or helps with a run.
     *
     * @param begun receives, once the ledger has let the run begin, what asks it to stop
     */
    Report ingest(Workflow workflow, Start start, RunListener listener, Consumer<Runnable> begun);

    /**
     * Begins a run that goes on behind a broker, and follows it if the workflow says so.
     *
     * @param broker where it is asked for
     * @param begun receives, once the ledger has let the run begin, what asks it to stop
     */
    Report follow(Workflow workflow, Start start, BrokerBinding broker, RunListener listener, Consumer<Runnable> begun);

    /** From now on SIGINT and SIGTERM ask for a clean end. */
    Interruption interruption(Runnable stop);

    /** Waits. */
    void pause(Duration duration) throws InterruptedException;
}
