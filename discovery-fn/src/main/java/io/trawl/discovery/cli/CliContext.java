package io.trawl.discovery.cli;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.RunListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What commands need from their environment: variables, ledgers, runs, signals, the terminal. Tests use their own
 * implementation.
 */
interface CliContext {

    /** The environment's variables. */
    Map<String, String> environment();

    /**
     * Opens a ledger, which is waited for up to two minutes if it answers; see {@link io.trawl.api.ledger.ConnectRetry}.
     *
     * @param waiting receives one line when it is waited for
     */
    DurableLedger ledger(LedgerConfig config, Consumer<String> waiting);

    /**
     * Runs a workflow to its end, or helps with a run; or begins a run that other processes execute, and follows it if the
     * workflow says so.
     *
     * @param runner asks other processes to execute the run, and is not closed here; null if this process executes it
     * @param begun receives, once the ledger has let the run begin, what can be asked of it
     */
    Report execute(
            Workflow workflow,
            RunStart start,
            @Nullable RemoteRunner runner,
            RunListener listener,
            Consumer<RunHandle> begun);

    /** The sources, sinks, ledgers and orchestrators that are built in: the same at each call. */
    Providers providers();

    /** What the orchestrators among them bring to the command line. */
    default Orchestrators orchestrators() {
        return new Orchestrators(providers());
    }

    /** Asks the user at the terminal and waits for a line; empty if there is no terminal. */
    Optional<String> ask(String question);

    /**
     * Until a run begins, SIGINT and SIGTERM end this process at once.
     *
     * @param said before it ends
     */
    void endOnSignal(Runnable said);

    /** From now on SIGINT and SIGTERM ask for a clean end. */
    Interruption interruption(Runnable stop);

    /** Waits. */
    void pause(Duration duration) throws InterruptedException;
}
