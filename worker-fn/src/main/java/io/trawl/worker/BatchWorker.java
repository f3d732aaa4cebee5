package io.trawl.worker;

import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.BatchWork;
import io.trawl.engine.Connectors;
import io.trawl.engine.RunListener;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.EntityEnded;
import io.trawl.events.EventException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Processes the batches of one workflow that events name, over connections that stay open between events. The ledger
 * says what a batch holds, never the event. Safe for use by several threads.
 */
final class BatchWorker implements AutoCloseable {

    private final Connectors connectors;
    private final DurableLedger ledger;
    private final Duration patience;
    private final RunListener listener;
    private final Random random = new Random();

    /** By the run's id; guarded by this. */
    private final Map<String, Part> parts = new HashMap<>();

    /** This process' part in a run, and how many of its threads use it now. */
    private record Part(DurableRunLedger ledger, BatchWork work, AtomicInteger users) {}

    /**
     * @param connectors closed with this
     * @param ledger left open
     * @param patience how long an event waits for a connection to the source
     */
    BatchWorker(Connectors connectors, DurableLedger ledger, Duration patience, RunListener listener) {
        this.connectors = connectors;
        this.ledger = ledger;
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Processes the batch that an event names.
     *
     * @return what became of it; empty if there was nothing to do, or if its entities wait for their foreign keys
     * @throws EventException if the event is to be sent again
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run, or if its workflow was another;
     *     else if the ledger cannot be reached
     */
    Optional<EntityEnded> handle(EntityDiscovered event) {
        Optional<Part> entered = enter(event.run());
        if (entered.isEmpty()) {
            return Optional.empty();
        }
        Part part = entered.get();
        try {
            return handle(event, part);
        } finally {
            leave(part);
        }
    }

    private Optional<EntityEnded> handle(EntityDiscovered event, Part part) {
        if (!connectors.source().awaitConnection(patience)) {
            throw EventException.of(
                    FailureKind.TRANSIENT,
                    "source: no connection within its budget (maxSourceConnections) came free in "
                            + patience.toSeconds() + " s",
                    null);
        }
        BatchClaim claimed = part.ledger().claimBatch(event.batch());
        // One whose time has not come is sent again when it has.
        return claimed instanceof BatchClaim.Granted granted ? ended(event, part, granted.claim()) : Optional.empty();
    }

    private static Optional<EntityEnded> ended(EntityDiscovered event, Part part, Claim claim) {
        Completion completion = part.work()
                .handle(claim)
                .orElseThrow(() -> EventException.of(
                        FailureKind.TRANSIENT,
                        "batch " + event.batch() + ": the lease on it ended before it was done",
                        null));
        if (!completion.again().isEmpty()) {
            Outcome.Failed first = completion.again().get(0);
            throw EventException.later(
                    first.kind(), first.descriptor().id() + ": " + first.message(), completion.pause());
        }
        return completion.outcomes().isEmpty()
                ? Optional.empty()
                : Optional.of(EntityEnded.of(event.workflow(), event.run(), event.batch(), completion.outcomes()));
    }

    private synchronized Optional<Part> enter(String run) {
        Part part = parts.get(run);
        if (part == null) {
            Workflow workflow = connectors.workflow();
            Optional<DurableRunLedger> entered = ledger.work(workflow.name(), run, workflow.digest());
            if (entered.isEmpty()) {
                return Optional.empty();
            }
            closeUnused();
            int readers = workflow.execution().maxSourceConnections();
            BatchWork work = new BatchWork(connectors, entered.get(), readers, random, listener);
            part = new Part(entered.get(), work, new AtomicInteger());
            parts.put(run, part);
        }
        part.users().incrementAndGet();
        return Optional.of(part);
    }

    /** Runs of one workflow follow each other: what is left of the one before is of no use. */
    private void closeUnused() {
        parts.values().removeIf(part -> {
            boolean unused = part.users().get() == 0;
            if (unused) {
                part.ledger().close();
            }
            return unused;
        });
    }

    private synchronized void leave(Part part) {
        part.users().decrementAndGet();
    }

    @Override
    public synchronized void close() {
        parts.values().forEach(part -> part.ledger().close());
        connectors.close();
    }
}
