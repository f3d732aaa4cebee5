package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Submits Workflows of one namespace, stops them and reports their status. Safe for use by several threads.
 *
 * <p>What goes wrong is a {@link io.trawl.api.model.TrawlException} with one line that names what to do; of the kind
 * PERMISSION where a login is refused or lacks a right, INVALID where something is missing or wrong, TRANSIENT or
 * THROTTLED where the API cannot be reached or does not do its work for longer than a quarter of a minute.
 */
public interface WorkflowClient extends AutoCloseable {

    /** The namespace of all that is asked for. */
    String namespace();

    /**
     * Creates a Workflow. One of that name that exists already is success: it has been submitted before.
     *
     * @param workflow with a name of its own
     * @throws io.trawl.api.model.TrawlException if it cannot be created
     */
    void submit(JsonNode workflow);

    /**
     * A Workflow as last seen. Costs little, and may be asked for often. While the API is out of reach, what was seen
     * before.
     *
     * @return empty if it does not exist, or not any more
     * @throws io.trawl.api.model.TrawlException if it may not be seen; or if it never was seen, and the API cannot be
     *     reached
     */
    Optional<WorkflowStatus> status(String name);

    /**
     * Shuts a Workflow down: its steps end, and then it closes the run. Does nothing if it has ended or is gone.
     *
     * @throws io.trawl.api.model.TrawlException if the request fails
     */
    void stop(String name);

    /**
     * The names of a run's Workflows that have not completed, in order.
     *
     * @throws io.trawl.api.model.TrawlException if they cannot be listed
     */
    List<String> underWay(String runId);

    /** Ends the client's threads; Workflows are not affected. */
    @Override
    void close();
}
