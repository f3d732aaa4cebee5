package io.trawl.testkit.pooler;

/** When a server's connection is given to another client; source: pool_mode in doc/config.md. */
public enum PoolMode {
    /** When the client disconnects. */
    SESSION,
    /** When the transaction ends. */
    TRANSACTION,
    /** When the statement ends; a session that is left in a transaction is closed. */
    STATEMENT
}
