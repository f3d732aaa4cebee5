package io.trawl.discovery.function;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.ledger.BatchClaim;
import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.model.FailureKind;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.BatchResult;
import io.trawl.events.EntityDiscovered;
import io.trawl.events.EventException;
import io.trawl.events.Events;
import io.trawl.events.RunRequested;
import io.trawl.function.Workflows;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Handles events that the broker could not deliver. A batch in such an event is recorded in the ledger as a failed
 * attempt, so that the run can end and its report gives the reason.
 */
@Singleton
public class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int LONGEST_REASON = 500;

    private final Workflows workflows;
    private final BrokerRuns steps;
    private final Random random = new Random();

    DeadLetters(Workflows workflows, BrokerRuns steps) {
        this.workflows = workflows;
        this.steps = steps;
    }

    /**
     * Records an event that was not delivered.
     *
     * @param type the event's type
     * @param data its data
     * @param status what the last attempt at delivery was answered; 0 if there was no answer
     * @param reason what the answer said; may be empty
     * @throws RuntimeException if the ledger cannot be reached
     */
    void record(String type, byte[] data, int status, String reason) {
        String why = "the broker gave up" + (status == 0 ? "" : " after status " + status)
                + (reason.isBlank() ? "" : ": " + oneLine(reason));
        try {
            if (type.equals(Events.ENTITY_DISCOVERED)) {
                EntityDiscovered event = JSON.readValue(data, EntityDiscovered.class);
                if (event != null) {
                    event.checked();
                    fail(event, status, why);
                    return;
                }
            } else if (type.equals(Events.RUN_REQUESTED)) {
                RunRequested event = JSON.readValue(data, RunRequested.class);
                if (event != null && event.checked().run() != null) {
                    warn(event, why);
                    return;
                }
            }
            LOG.warnf("dead letter of type %s: %s", oneLine(type), why);
        } catch (EventException | IOException e) { // it is in memory: what cannot be read is wrong
            LOG.warnf("dead letter of type %s that cannot be understood: %s", oneLine(type), why);
        }
    }

    private void fail(EntityDiscovered event, int status, String why) {
        Workflow workflow = workflows.read(event.workflow());
        inRun(workflow, event.run(), run -> {
            if (run.claimBatch(event.batch()) instanceof BatchClaim.Granted granted) {
                run.complete(granted.claim(), completion(granted.claim(), workflow, status, why));
            }
        });
    }

    /** Does something in a run, unless it is over. */
    private void inRun(Workflow workflow, String id, Consumer<DurableRunLedger> what) {
        steps.ledger(workflow).work(workflow.name(), id, workflow.digest()).ifPresent(entered -> {
            try (entered) {
                what.accept(entered);
            }
        });
    }

    /** What was refused for good has failed; anything else was an attempt, as if a worker had failed. */
    private Completion completion(Claim claim, Workflow workflow, int status, String why) {
        boolean refused = status >= 400 && !BrokerRuns.kindOf(status).retried();
        return BatchResult.failed(claim, refused ? FailureKind.INVALID : FailureKind.TRANSIENT, why)
                .completion(claim, workflow.execution().retryPolicy(), random, Duration.ZERO);
    }

    private void warn(RunRequested event, String why) {
        inRun(
                workflows.read(event.workflow()),
                event.run(),
                run -> run.warning("a step of the run was not begun: " + why + "; the next ping goes on with it"));
    }

    private static String oneLine(String text) {
        return OneLine.cut(OneLine.folded(text), LONGEST_REASON);
    }
}
