package io.trawl.core.engine;

import io.trawl.core.model.Outcome;
import java.time.Duration;
import java.util.List;

/** Hears how a run goes on. Called from several threads, never for long: it must not block. */
public interface RunListener {

    /** The parts of a run, in their order. */
    enum Phase {
        DISCOVERY,
        INGESTION,
        REFERENCES,
        DELETION,
        FINISHED
    }

    /** A part of the run began; discovery goes on while ingestion has begun. */
    default void phase(Phase phase) {}

    /** Discovery found more entities, after the filters. */
    default void listed(long more) {}

    /** Entities have their final outcome. */
    default void completed(List<Outcome> outcomes) {}

    /** Entities failed for now and will be tried again after a pause. */
    default void retrying(long howMany) {}

    /** A worker has handled a batch, whatever came of it. */
    default void batchEnded(Duration took) {}

    /** Something the user should know; also in the report. */
    default void warning(String message) {}

    /** Hears nothing. */
    RunListener NONE = new RunListener() {};
}
