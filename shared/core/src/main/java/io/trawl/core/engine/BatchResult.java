package io.trawl.core.engine;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.Outcome;
import java.util.List;
import java.util.Map;

/**
 * What a worker made of a batch.
 *
 * @param outcomes one for each entity that has one; failures may be tried again
 * @param deferred tables that were written without their foreign keys
 * @param fingerprints of what was written, by id
 */
public record BatchResult(List<Outcome> outcomes, List<EntityDescriptor> deferred, Map<String, String> fingerprints) {}
