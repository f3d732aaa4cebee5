package io.trawl.api.ledger;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of a claimed batch. Every descriptor of the claim is in exactly one of {@code outcomes}, {@code deferred}
 * and {@code again}.
 *
 * @param outcomes final
 * @param deferred tables that have to wait for the pass {@link Pass#REFERENCES}
 * @param again failures that are worth another attempt
 * @param pause how long to wait before that
 * @param fingerprints of what the catalog holds now, by id: for outcomes that wrote something, and for deferred tables that
 *     were not touched
 * @param took how long the worker has worked on the batch
 */
public record Completion(
        List<? extends Outcome> outcomes,
        List<EntityDescriptor> deferred,
        List<Outcome.Failed> again,
        Duration pause,
        Map<String, String> fingerprints,
        Duration took) {

    public Completion {
        outcomes = List.copyOf(outcomes);
        deferred = List.copyOf(deferred);
        again = List.copyOf(again);
        fingerprints = Map.copyOf(fingerprints);
    }
}
