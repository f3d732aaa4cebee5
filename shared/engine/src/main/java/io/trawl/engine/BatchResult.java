package io.trawl.engine;

import io.trawl.api.ledger.Claim;
import io.trawl.api.ledger.Completion;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import io.trawl.api.workflow.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a worker made of a batch.
 *
 * @param outcomes one for each entity that has one; failures may be tried again
 * @param deferred tables that wait for the pass in which foreign keys are written
 * @param fingerprints of what the catalog holds now, by id: of what was written completely, and of deferred tables that
 *     were not touched
 * @param sent ids of what was sent to the sink, whatever came of it
 */
public record BatchResult(
        List<Outcome> outcomes, List<EntityDescriptor> deferred, Map<String, String> fingerprints, Set<String> sent) {

    /** Nothing of a batch was written, for one reason. */
    public static BatchResult failed(Claim claim, FailureKind kind, String message) {
        List<Outcome> failed = claim.descriptors().stream()
                .<Outcome>map(descriptor -> new Outcome.Failed(descriptor, kind, message))
                .toList();
        return new BatchResult(failed, List.of(), Map.of(), Set.of());
    }

    /**
     * Parts what is final from what is worth another attempt.
     *
     * @param claim by which the batch was held
     * @param random decides how the pause before that attempt is shortened
     * @param took how long the worker was busy with the batch
     */
    public Completion completion(Claim claim, RetryPolicy policy, RandomGenerator random, Duration took) {
        List<Outcome.Failed> again = new ArrayList<>();
        List<Outcome> last = new ArrayList<>(outcomes.size());
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Failed failed
                    && failed.kind().retried()
                    && claim.attempt() < policy.maxAttempts()) {
                again.add(failed);
            } else {
                last.add(outcome);
            }
        }
        Duration pause = again.isEmpty() ? Duration.ZERO : policy.pauseAfter(claim.attempt(), random);
        return new Completion(last, deferred, again, pause, fingerprints, took);
    }
}
