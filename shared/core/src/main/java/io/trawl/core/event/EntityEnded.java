package io.trawl.core.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Outcome;

/**
 * Data of {@link Events#ENTITY_INGESTED} and {@link Events#ENTITY_FAILED}.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param type wire name of the type
 * @param id fully qualified name
 * @param outcome {@code ingested}, {@code unchanged}, {@code gone} or {@code failed}
 * @param kind null unless it failed
 * @param message one line; null unless it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntityEnded(
        String workflow, String run, String type, String id, String outcome, FailureKind kind, String message) {

    /** What became of a discovered entity. */
    public static EntityEnded of(EntityDiscovered entity, Outcome outcome) {
        Outcome.Failed failed = outcome instanceof Outcome.Failed failure ? failure : null;
        return new EntityEnded(
                entity.workflow(),
                entity.run(),
                entity.type(),
                entity.id(),
                nameOf(outcome),
                failed == null ? null : failed.kind(),
                failed == null ? null : failed.message());
    }

    /** The name of an outcome in events and metrics. */
    public static String nameOf(Outcome outcome) {
        if (outcome instanceof Outcome.Ingested) {
            return "ingested";
        }
        if (outcome instanceof Outcome.Unchanged) {
            return "unchanged";
        }
        return outcome instanceof Outcome.Gone ? "gone" : "failed";
    }
}
