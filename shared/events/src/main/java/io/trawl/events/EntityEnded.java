package io.trawl.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@link Events#ENTITY_INGESTED} and {@link Events#ENTITY_FAILED}.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param batch the batch's number in the ledger
 * @param entities those of the batch that have an outcome now
 */
public record EntityEnded(String workflow, String run, long batch, List<Entity> entities) {

    /**
     * What became of one entity.
     *
     * @param type wire name of the type
     * @param id fully qualified name
     * @param outcome {@code ingested}, {@code unchanged}, {@code gone} or {@code failed}
     * @param kind null unless it failed
     * @param message one line; null unless it failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Entity(
            String type,
            String id,
            String outcome,
            @Nullable FailureKind kind,
            @Nullable String message) {

        static Entity of(Outcome outcome) {
            Outcome.Failed failed = outcome instanceof Outcome.Failed failure ? failure : null;
            return new Entity(
                    outcome.descriptor().type().wireName(),
                    outcome.descriptor().id(),
                    outcome.wireName(),
                    failed == null ? null : failed.kind(),
                    failed == null ? null : failed.message());
        }
    }

    /** What became of a batch's entities. */
    public static EntityEnded of(String workflow, String run, long batch, List<? extends Outcome> outcomes) {
        return new EntityEnded(
                workflow, run, batch, outcomes.stream().map(Entity::of).toList());
    }

    /** The type of the event: that of a failure if any of the entities has failed. */
    public String eventType() {
        return entities.stream().anyMatch(entity -> entity.kind() != null)
                ? Events.ENTITY_FAILED
                : Events.ENTITY_INGESTED;
    }
}
