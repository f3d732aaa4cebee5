package io.trawl.worker;

import io.trawl.core.config.Workflow;
import io.trawl.core.engine.BatchResult;
import io.trawl.core.engine.Session;
import io.trawl.core.engine.Worker;
import io.trawl.core.ledger.Claim;
import io.trawl.core.ledger.Completion;
import io.trawl.core.ledger.InMemoryLedger;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.ledger.NewRun;
import io.trawl.core.ledger.Phase;
import io.trawl.core.ledger.RunLedger;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        try (Ledger ledger = new InMemoryLedger(Clock.systemUTC(), 1);
                RunLedger run = ledger.begin(run())) {
            Worker worker = new Worker(session.source(), session.sink(), run);
            run.plan(List.of(List.of(descriptor)));
            Optional<Outcome> outcome = work(worker, run);
            if (outcome.isEmpty()) {
                run.advance(Phase.DISCOVERY, Phase.REFERENCES);
                outcome = work(worker, run);
            }
            return outcome.orElseThrow();
        }
    }

    /** The entity's outcome; empty if its foreign keys are still to be written. */
    private static Optional<Outcome> work(Worker worker, RunLedger run) {
        Claim claim = run.claim(1).get(0);
        BatchResult result = worker.process(claim).orElseThrow();
        run.complete(
                claim,
                new Completion(
                        result.outcomes(), result.deferred(), List.of(), Duration.ZERO, Map.of(), Duration.ZERO));
        return result.outcomes().stream().findFirst();
    }

    private NewRun run() {
        Workflow workflow = session.workflow();
        return new NewRun(
                "event",
                workflow.name(),
                workflow.source().serviceName(),
                workflow.digest(),
                session.sink().catalog(),
                "local");
    }
}
