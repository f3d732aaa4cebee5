package io.trawl.api.ledger;

/** The parts of a run, in their order. */
public enum Phase {
    /** Entities are listed; workers begin with what was found so far. */
    DISCOVERY,
    /** Everything is listed; workers go on. */
    INGESTION,
    /** Foreign keys that had to wait for all tables are written. */
    REFERENCES,
    /** What is gone from the source is marked as deleted. */
    DELETION,
    /** The run has ended. */
    FINISHED
}
