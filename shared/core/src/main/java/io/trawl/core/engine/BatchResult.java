package io.trawl.core.engine;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        List<Outcome> outcomes, List<EntityDescriptor> deferred, Map<String, String> fingerprints, Set<String> sent) {}
