package io.trawl.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.trawl.api.ledger.Dispatch;
import io.trawl.api.model.EntityDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@link Events#ENTITY_DISCOVERED}: a batch of entities that waits for a worker.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param batch the batch's number in the ledger, by which a worker claims it; null if there is no ledger
 * @param entities what is in it: one, unless {@code entitiesPerBatch} allows more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntityDiscovered(
        String workflow, String run, @Nullable Long batch, List<EntityReference> entities) {

    /** What the entities of one event may take as JSON, so that the event stays under 64 KiB. */
    public static final int MAX_SIZE = 60 * 1024;

    /** The event of an entity that is in no ledger. */
    public static EntityDiscovered of(String workflow, String run, EntityDescriptor entity) {
        return new EntityDiscovered(workflow, run, null, List.of(EntityReference.of(entity)));
    }

    /** The event of a batch. */
    public static EntityDiscovered of(String workflow, String run, Dispatch dispatch) {
        return new EntityDiscovered(
                workflow,
                run,
                dispatch.batch(),
                dispatch.descriptors().stream().map(EntityReference::of).toList());
    }

    /**
     * The event itself, if a worker can act on it: it names a workflow, a run and a batch. What is in the batch is the
     * ledger's to say.
     *
     * @throws EventException 422 if a part of it is missing or wrong; the message names it
     */
    public EntityDiscovered checked() {
        Required.text("data.workflow", workflow);
        Required.run("data.run", run);
        if (batch == null) {
            throw EventException.unusable("data.batch: missing");
        }
        if (batch < 0) {
            throw EventException.unusable("data.batch: '" + batch + "' is below 0");
        }
        return this;
    }
}
