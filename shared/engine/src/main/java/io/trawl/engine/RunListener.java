package io.trawl.engine;

import io.trawl.api.ledger.Phase;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import java.time.Duration;
import java.util.List;

/**
 * Receives the progress of a run. Its methods are called by the threads that do the work, several at a time, so they
 * must not block.
 */
public interface RunListener {

    /** A part of the run began; discovery goes on while ingestion has begun. */
    default void phase(Phase phase) {}

    /**
     * Where the whole run stands, work of earlier sessions and of other processes included; called at the start of a run that
     * goes on, and now and then while others may be at work on it.
     */
    default void standing(Report.Counts counts) {}

    /** Discovery found more entities, after the filters. */
    default void listed(long more) {}

    /** Entities have their final outcome. */
    default void completed(List<Outcome> outcomes) {}

    /** Entities failed for now and will be tried again after a pause. */
    default void retrying(long howMany) {}

    /** A worker has handled a batch, whatever came of it. */
    default void batchEnded(Duration took) {}

    /** Why the run does not go on at the moment, in one line; empty once it does. */
    default void waiting(String why) {}

    /** Something the user should know; also in the report. */
    default void warning(String message) {}

    /** Ignores everything. */
    RunListener NONE = new RunListener() {};
}
