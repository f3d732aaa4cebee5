package io.trawl.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@link Events#RUN_REQUESTED}.
 *
 * @param workflow names the workflow file, without its ending
 * @param run the run to go on with; null: a new one
 * @param allowLargeDeletion whether the limit of deletions is set aside in this run; null: it is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRequested(
        String workflow, @Nullable String run, @Nullable Boolean allowLargeDeletion) {

    /**
     * The event itself, if it can be acted on.
     *
     * @throws EventException 422 if no workflow is named, or what is named as the run cannot be one
     */
    public RunRequested checked() {
        Required.text("data.workflow", workflow);
        if (run != null) {
            Required.run("data.run", run);
        }
        return this;
    }
}
