package io.trawl.api.ledger;

import io.trawl.api.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the runs of a ledger. A run is identified by its id or by {@link Ledger#LATEST}. */
public interface RunHistory {

    /**
     * Runs, the latest first.
     *
     * @param workflow null for those of all workflows
     * @param most how many at most
     */
    List<RunRecord> runs(@Nullable String workflow, int most);

    /**
     * One run.
     *
     * @param workflow null for any
     */
    Optional<RunRecord> run(@Nullable String workflow, String runId);

    /**
     * The report of a run, also of one that has not ended.
     *
     * @param workflow null for any
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run
     */
    Report report(@Nullable String workflow, String runId);

    /**
     * Every entity of a run, by type and name; streamed.
     *
     * @param workflow null for any
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run
     */
    void forEachEntity(@Nullable String workflow, String runId, Consumer<EntityRecord> consumer);

    /**
     * How fast a worker of this workflow is: units of cost, as in a descriptor's priority, per second of work, in the last
     * run for which it is known, whatever its mode.
     *
     * @return empty if it is not known
     */
    OptionalDouble pace(String workflow);
}
