package io.trawl.engine;

import io.trawl.api.ledger.ConnectRetry;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Workflow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The ledgers of a process that serves many events: each is opened when it is needed first and stays open, since opening
 * one costs more than most events. Safe for use by several threads.
 */
public final class OpenLedgers implements AutoCloseable {

    private final IngestionEngine engine;
    private final ConnectRetry retry;
    private final Map<LedgerConfig, DurableLedger> ledgers = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** Tries once to reach a ledger: for a process whose events come again if they are refused. */
    public OpenLedgers(IngestionEngine engine) {
        this.engine = engine;
        this.retry = ConnectRetry.none();
    }

    /**
     * Waits for a ledger up to two minutes.
     *
     * @param waiting receives one line when a ledger cannot be reached yet and is tried again; see {@link ConnectRetry}
     */
    public OpenLedgers(IngestionEngine engine, Consumer<String> waiting) {
        this.engine = engine;
        this.retry = ConnectRetry.patient(() -> stopped, waiting);
    }

    /**
     * The ledger of a workflow; not to be closed by the caller.
     *
     * @throws ConfigException if it has none
     * @throws io.trawl.api.model.TrawlException if it cannot be reached, or not before {@link #stop}
     */
    public DurableLedger of(Workflow workflow) {
        LedgerConfig config = workflow.execution().ledger();
        if (config == null) {
            throw new ConfigException("workflow: '" + workflow.name()
                    + "' has no ledger (workflowConfig.distributedExecution.ledger, or TRAWL_LEDGER_URL), which tells"
                    + " functions what to do");
        }
        return ledgers.computeIfAbsent(config, absent -> engine.ledger(absent, retry));
    }

    /** From now on no ledger is waited for. Those that are open stay so. Returns at once. */
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        stop();
        ledgers.values().forEach(DurableLedger::close);
        ledgers.clear();
    }
}
