package io.trawl.knative;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.model.TrawlException;
import io.trawl.api.report.Report;
import io.trawl.api.util.OneLine;
import io.trawl.events.RunEnded;
import java.util.function.Consumer;

/**
 * Says that runs have ended. The ledger remembers of which it was said: an answer to an event could get lost with the
 * process that gives it, and a run may be ended by a command.
 */
final class RunEndAnnouncer {

    private final Broker broker;
    private final Consumer<String> warnings;

    RunEndAnnouncer(Broker broker, Consumer<String> warnings) {
        this.broker = broker;
        this.warnings = warnings;
    }

    /** Announces the end of every run of the ledger whose end was not announced yet; what cannot be sent now is sent later. */
    void make(DurableLedger ledger) {
        for (RunRecord run : ledger.unannounced(KnativeProvider.NAME)) {
            try {
                String workflow = run.run().workflow();
                String id = run.run().runId();
                Report report = ledger.report(workflow, id);
                if (broker.events().ended(RunEnded.of(report), run.endedAt())) {
                    ledger.announced(workflow, id);
                }
            } catch (TrawlException e) {
                warnings.accept("the end of run " + run.run().runId() + " could not be announced: "
                        + OneLine.of(e.getMessage()));
            }
        }
    }
}
