package io.trawl.discovery.function;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.util.OneLine;
import io.trawl.events.RunEnded;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Says that runs have ended. The ledger remembers of which it was said: an answer to an event could get lost with the
 * process that gives it, and a run may be ended by a command.
 */
@Singleton
public class RunEndAnnouncer {

    private static final Logger LOG = Logger.getLogger(RunEndAnnouncer.class);

    private final Broker broker;

    RunEndAnnouncer(Broker broker) {
        this.broker = broker;
    }

    /** Says so of every run of the ledger of whose end nobody has been told; what cannot be said now is said later. */
    void make(DurableLedger ledger) {
        for (RunRecord run : ledger.unannounced("knative")) {
            try {
                String workflow = run.run().workflow();
                String id = run.run().runId();
                Report report = ledger.report(workflow, id);
                if (broker.events().ended(RunEnded.of(report), run.endedAt())) {
                    ledger.announced(workflow, id);
                }
            } catch (TrawlException e) {
                LOG.warnf(
                        "the end of run %s could not be announced: %s",
                        run.run().runId(), OneLine.of(e.getMessage()));
            }
        }
    }
}
