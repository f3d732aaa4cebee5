package io.trawl.core.engine;

import io.trawl.core.config.ConfigException;
import io.trawl.core.config.LedgerConfig;
import io.trawl.core.config.Workflow;
import io.trawl.core.ledger.Ledger;
import java.util.HashMap;
import java.util.Map;

/**
 * The ledgers of a process that serves many events: each is opened when it is needed first and stays open, since opening
 * one costs more than most events. Safe for use by several threads.
 */
public final class OpenLedgers implements AutoCloseable {

    private final Trawl trawl;
    private final Map<LedgerConfig, Ledger> ledgers = new HashMap<>();

    public OpenLedgers(Trawl trawl) {
        this.trawl = trawl;
    }

    /**
     * The ledger of a workflow; not to be closed by the caller.
     *
     * @throws ConfigException if it has none
     * @throws io.trawl.core.model.TrawlException if it cannot be reached
     */
    public synchronized Ledger of(Workflow workflow) {
        LedgerConfig config = workflow.execution().ledger();
        if (config == null) {
            throw new ConfigException("workflow: '" + workflow.name()
                    + "' has no ledger (workflowConfig.distributedExecution.ledger, or TRAWL_LEDGER_URL), which tells"
                    + " functions what to do");
        }
        return ledgers.computeIfAbsent(config, trawl::ledger);
    }

    @Override
    public synchronized void close() {
        ledgers.values().forEach(Ledger::close);
        ledgers.clear();
    }
}
