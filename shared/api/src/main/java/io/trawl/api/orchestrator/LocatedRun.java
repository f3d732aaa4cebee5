package io.trawl.api.orchestrator;

import java.util.List;

/** A run where its processes are, for a command that has not requested it. {@code toString} names it for messages. */
public interface LocatedRun {

    /**
     * Ends its processes at once, without waiting until they ask the ledger.
     *
     * @throws io.trawl.api.model.TrawlException if the place refuses or cannot be reached
     * @throws io.trawl.api.workflow.ConfigException if it is not known where the place is
     */
    void shutDown();

    /** What keeps it from making progress, a line each; throws as {@link #shutDown}. */
    List<String> problems();
}
