package io.trawl.api.ledger;

import io.trawl.api.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** The status of a run, all processes together, and the warnings that its report shows. */
public interface RunStatus {

    /** The run's id. */
    String runId();

    /** When the run began. */
    Instant startedAt();

    /** For how long the run had a leader, all sessions together, until now. */
    Duration active();

    /** The run's phase; {@link Phase#FINISHED} also if it was stopped. */
    Phase phase();

    /** Whether the run was asked to stop. Cheap: the answer is that of the last renewal of the leases. */
    boolean isStopRequested();

    /** The counts over all entities; cheap enough to be read every second. */
    Report.Counts counts();

    /**
     * The report of the run so far.
     *
     * @param unlessEnded the state to show if the run has not ended
     */
    Report report(Report.State unlessEnded);

    /** Records a warning; the same message twice is one. */
    void warning(String message);

    /**
     * Records a warning about some entities. The report has one line for each message, with the number of entities and the
     * first of them. An entity that is read twice may be counted twice.
     *
     * @param message the same for all of them
     * @param ids at least one
     */
    void warning(String message, Collection<String> ids);
}
