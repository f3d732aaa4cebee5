package io.trawl.api.ledger;

/** The phases of a run, in their order. */
public enum Phase {
    /** Entities are listed; workers process what was listed so far. */
    DISCOVERY,
    /** Everything is listed; workers process the rest. */
    INGESTION,
    /** Foreign keys that had to wait for all tables are written. */
    REFERENCES,
    /** Entities that are gone from the source are marked as deleted. */
    DELETION,
    /** The run has ended. */
    FINISHED
}
