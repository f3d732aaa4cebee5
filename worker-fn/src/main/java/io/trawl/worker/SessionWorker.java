package io.trawl.worker;

import io.trawl.core.engine.Batch;
import io.trawl.core.engine.BatchResult;
import io.trawl.core.engine.Session;
import io.trawl.core.engine.Worker;
import io.trawl.core.ledger.InMemoryLedger;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Outcome;
import java.util.List;

/** Ingests entities of one workflow one by one, over connections that stay open between events. */
final class SessionWorker {

    private final Session session;

    SessionWorker(Session session) {
        this.session = session;
    }

    /**
     * Ingests one entity. Without a ledger there is no end of the run at which foreign keys could be written, so they are
     * written at once, as far as the tables they refer to are in the catalog.
     */
    Outcome ingest(EntityDescriptor descriptor) {
        String service = session.workflow().source().serviceName();
        try (Ledger ledger = new InMemoryLedger(service)) {
            Worker worker = new Worker(session.source(), session.sink(), ledger);
            Batch batch = Batch.first(List.of(descriptor));
            BatchResult result = worker.process(Worker.Pass.ENTITIES, batch);
            if (!result.deferred().isEmpty()) {
                ledger.deferred(result.deferred());
                result = worker.process(Worker.Pass.REFERENCES, batch);
            }
            return result.outcomes().get(0);
        }
    }
}
