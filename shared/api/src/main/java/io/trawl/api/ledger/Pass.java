package io.trawl.api.ledger;

/** What is done with the entities of a batch; every batch goes through the passes in this order. */
public enum Pass {
    /** Write them; tables without their foreign keys, if the sink wants those last. */
    ENTITIES,
    /** Write the tables whose foreign keys were left out once more, with them. */
    REFERENCES
}
