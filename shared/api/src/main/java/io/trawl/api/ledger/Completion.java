package io.trawl.api.ledger;

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
 * The result of a claimed batch. Every descriptor of the claim is in exactly one of {@code outcomes}, {@code deferred}
 * and {@code again}.
 *
 * @param outcomes final, once {@link #retrying} has moved away what is tried again
 * @param deferred tables that have to wait for the pass {@link Pass#REFERENCES}
 * @param again failures that are worth another attempt
 * @param pause how long to wait before that
 * @param fingerprints of what the catalog holds now, by id: for outcomes that wrote something, and for deferred tables that
 *     were not touched
 * @param versions of what was read, by id: an entity that has the same version in a later run need not be read there
 * @param sent ids of what was sent to the sink, whatever came of it
 * @param took how long the worker has worked on the batch
 */
public record Completion(
        List<? extends Outcome> outcomes,
        List<EntityDescriptor> deferred,
        List<Outcome.Failed> again,
        Duration pause,
        Map<String, String> fingerprints,
        Map<String, String> versions,
        Set<String> sent,
        Duration took) {

    public Completion {
        outcomes = List.copyOf(outcomes);
        deferred = List.copyOf(deferred);
        again = List.copyOf(again);
        fingerprints = Map.copyOf(fingerprints);
        versions = Map.copyOf(versions);
        sent = Set.copyOf(sent);
    }

    /** Nothing was sent to the sink. */
    public Completion(
            List<? extends Outcome> outcomes,
            List<EntityDescriptor> deferred,
            List<Outcome.Failed> again,
            Duration pause,
            Map<String, String> fingerprints,
            Duration took) {
        this(outcomes, deferred, again, pause, fingerprints, Map.of(), Set.of(), took);
    }

    /** Everything in a batch failed for one reason, and nothing was sent. */
    public static Completion failed(Claim claim, FailureKind kind, String message) {
        List<Outcome.Failed> failed = claim.descriptors().stream()
                .map(descriptor -> new Outcome.Failed(descriptor, kind, message))
                .toList();
        return new Completion(failed, List.of(), List.of(), Duration.ZERO, Map.of(), Duration.ZERO);
    }

    /**
     * Moves failures that may pass from {@code outcomes} to {@code again}, while attempts are left.
     *
     * @param claim by which the batch was held
     * @param random decides how the pause before that attempt is shortened
     */
    public Completion retrying(Claim claim, RetryPolicy policy, RandomGenerator random, Duration time) {
        List<Outcome.Failed> retried = new ArrayList<>(again);
        List<Outcome> last = new ArrayList<>(outcomes.size());
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Failed failed
                    && failed.kind().retried()
                    && claim.attempt() < policy.maxAttempts()) {
                retried.add(failed);
            } else {
                last.add(outcome);
            }
        }
        Duration wait = retried.isEmpty() ? Duration.ZERO : policy.pauseAfter(claim.attempt(), random);
        return new Completion(last, deferred, retried, wait, fingerprints, versions, sent, time);
    }
}
