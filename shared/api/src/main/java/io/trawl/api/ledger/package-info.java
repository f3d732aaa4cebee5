/**
 * The record of runs: plan, claims, outcomes, fingerprints and connection budgets. Start with {@link Ledger}, which
 * begins runs, and {@link RunLedger}, one process's access to one run. A ledger that outlives its processes is a
 * {@link DurableLedger}: it also finds, enters and supervises runs, and its {@link DurableRunLedger} sends batches to other
 * processes. Each of these types is composed of roles, such as {@link BatchClaims} or {@link RunHistory}; take the
 * narrowest role that serves.
 *
 * <p>The ledger in memory, in the engine, serves runs without a configured ledger; a {@link LedgerProvider} opens a durable
 * one. An implementation must refuse a write under a lease that has passed to another process, and must pass the
 * contract test {@code LedgerContract} in {@code shared/ledger-postgresql}. This package must not use JDBC.
 */
package io.trawl.api.ledger;
