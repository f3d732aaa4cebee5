package io.trawl.api.ledger;

import io.trawl.api.report.Report;
import io.trawl.api.source.ConnectionBudget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * The record of runs, their entities, what was last written, and the connection budgets. Safe for use by several
 * threads; a durable ledger may be used by many processes at a time.
 *
 * <p>A run is identified by its id or by {@link #LATEST}. Every method throws a
 * {@link io.trawl.api.model.TrawlException} if the ledger cannot be reached.
 */
public interface Ledger extends AutoCloseable {

    /** In the place of a run's id: the one that began last. */
    String LATEST = "latest";

    /**
     * Whether runs outlive the process; if not, nothing can be joined, resumed, retried, listed or handed to another
     * process, and those methods, also of a {@link RunLedger}, throw {@link UnsupportedOperationException}.
     */
    boolean isDurable();

    /**
     * Begins a run.
     *
     * @throws io.trawl.api.model.TrawlException of kind INVALID if one of the same workflow is under way
     */
    RunLedger begin(NewRun run);

    /**
     * Takes part in a run.
     *
     * @param how whether it must be under way, may have been interrupted, or has ended and what failed is tried again
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run, if its state does not fit, if
     *     the digest of its workflow is another, or if a later run of the workflow has begun
     */
    RunLedger enter(String workflow, String runId, String digest, Entry how);

    /**
     * Takes part in a run that has begun, whether or not it has a leader now; becomes the leader only through
     * {@link RunLedger#lead}.
     *
     * @return empty if the run has ended or was stopped, or if a later one has begun: nothing of it is to be done any more
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run, or if it goes on and the digest of
     *     its workflow is another
     */
    Optional<RunLedger> work(String workflow, String runId, String digest);

    /**
     * Unfinished runs that were not left to be resumed and have no leader: the leader was lost, or has handed the run
     * over and no process has taken it yet. The run that has been without a leader for longest comes first. A run that
     * was asked to stop and that no process works on is recorded as stopped instead.
     *
     * @param mode of the runs that are meant
     * @return at most 100; one that was asked to stop only if it was handed over: it is {@link Entry#JOIN joined} and ended
     */
    List<RunRecord> leaderless(String mode);

    /**
     * Runs whose end was not announced yet, the oldest first, at most 100.
     *
     * @param mode of the runs that are meant
     */
    List<RunRecord> unannounced(String mode);

    /** Records that the end of this run was announced. */
    void announced(String workflow, String runId);

    /**
     * Asks every process of a run to stop; a run that no process works on is stopped at once.
     *
     * @param workflow null for any
     * @return how it stands now
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run or if it has ended
     */
    RunRecord stop(String workflow, String runId);

    /**
     * Records where a run is worked on, so that another process can ask there. Takes the place of an earlier record; does nothing
     * in a ledger that does not last, or if there is no such run.
     *
     * @param place as the orchestrator names it
     */
    default void placed(String workflow, String runId, String place) {}

    /**
     * Where a run is worked on.
     *
     * @param workflow null for any
     * @return empty if that was not recorded
     */
    default Optional<String> place(String workflow, String runId) {
        return Optional.empty();
    }

    /**
     * Runs, the latest first.
     *
     * @param workflow null for those of all workflows
     * @param most how many at most
     */
    List<RunRecord> runs(String workflow, int most);

    /**
     * One run.
     *
     * @param workflow null for any
     */
    Optional<RunRecord> run(String workflow, String runId);

    /**
     * How a run went, or how it stands.
     *
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run
     */
    Report report(String workflow, String runId);

    /**
     * Every entity of a run, by type and name; streamed.
     *
     * @throws io.trawl.api.model.TrawlException of kind INVALID if there is no such run
     */
    void forEachEntity(String workflow, String runId, Consumer<EntityRecord> consumer);

    /**
     * How fast a worker of this workflow is: units of cost, as in a descriptor's priority, per second that it was busy, in
     * the last run of which it is known; in whichever mode.
     *
     * @return empty if nothing is known
     */
    OptionalDouble pace(String workflow);

    /**
     * The connection budget of a server, shared by all processes that use this ledger.
     *
     * @param server names the server whose connections are counted
     * @param size the most connections that this run allows, at least 1; where runs disagree, the least of those at work
     *     holds
     */
    ConnectionBudget connectionBudget(String server, int size);

    @Override
    void close();

    /** How a process takes part in a run that has begun. */
    enum Entry {
        /** It is under way, and this process helps. */
        JOIN,
        /** It was stopped or interrupted, or is under way, and goes on. */
        RESUME,
        /** It has ended or was stopped; what failed, scopes that could not be listed included, is open again. */
        RETRY
    }
}
