package io.trawl.api.ledger;

import io.trawl.api.report.Report;
import io.trawl.api.source.SourceUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

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

    /**
     * Sets what says how much this process uses of the source: from now on that is part of the report, with the next heartbeat
     * at the latest if other processes read it. Only the first call has an effect.
     */
    void measure(Supplier<Optional<SourceUsage>> usage);

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
