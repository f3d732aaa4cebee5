package io.trawl.worker;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.Connectors;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.OpenLedgers;
import io.trawl.engine.RunListener;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.EntityEnded;
import io.trawl.events.EventException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this process, one for each workflow that an event has named: made at the first event and kept. A workflow
 * file that changes is read again when the process starts again.
 */
final class Workers implements AutoCloseable {

    private final Function<String, Workflow> workflows;
    private final Duration patience;
    private final Function<String, RunListener> listeners;
    private final OpenLedgers ledgers;
    private final Map<String, BatchWorker> workers = new ConcurrentHashMap<>();

    /**
     * @param workflows reads a workflow by its name
     * @param patience how long an event waits for a connection to the source
     * @param listeners hears of the work on the workflow of that name
     * @param waiting receives one line when a ledger is waited for
     */
    Workers(
            Function<String, Workflow> workflows,
            Duration patience,
            Function<String, RunListener> listeners,
            Consumer<String> waiting) {
        this.workflows = workflows;
        this.patience = patience;
        this.listeners = listeners;
        this.ledgers = new OpenLedgers(new IngestionEngine(), waiting);
    }

    /**
     * Processes the batch that an event names.
     *
     * @param event null if the event held nothing
     * @return its outcome; empty if there is nothing to report
     * @throws EventException whatever goes wrong
     */
    Optional<EntityEnded> handle(@Nullable EntityDiscovered event) {
        try {
            if (event == null) {
                throw EventException.unusable("data: missing");
            }
            return worker(event.checked().workflow()).handle(event);
        } catch (RuntimeException e) {
            throw EventException.ofFunction(e);
        }
    }

    private BatchWorker worker(String workflow) {
        return workers.computeIfAbsent(workflow, name -> open(workflows.apply(name)));
    }

    private BatchWorker open(Workflow workflow) {
        DurableLedger ledger = ledgers.of(workflow);
        Connectors connectors = Connectors.open(workflow, ledger, Providers.load());
        if (connectors.sink().isSnapshot()) {
            connectors.close();
            throw EventException.unusable("sink.type: '" + workflow.sink().type()
                    + "' writes a snapshot of a whole run, which single events are not; use ingest");
        }
        return new BatchWorker(connectors, ledger, patience, listeners.apply(workflow.name()));
    }

    @Override
    public void close() {
        ledgers.stop();
        workers.values().forEach(BatchWorker::close);
        ledgers.close();
    }
}
