package io.trawl.api.ledger;

/** The work on a batch; every batch goes through the passes in this order. */
public enum Pass {
    /** Write the entities; tables without their foreign keys, if the sink defers these. */
    ENTITIES,
    /** Write the tables again whose foreign keys were deferred, with the foreign keys. */
    REFERENCES
}
