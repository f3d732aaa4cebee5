/**
 * The record of runs: plan, claims, outcomes, fingerprints and connection budgets. Start with {@link Ledger}, which
 * knows all runs, and {@link RunLedger}, one process's access to one run. {@link InMemoryLedger} serves runs without a
 * configured ledger; a {@link LedgerProvider} opens any other.
 *
 * <p>An implementation must refuse a write under a lease that has passed to another process, and must pass the
 * contract test {@code LedgerContract} in {@code shared/ledger-postgresql}. This package must not use JDBC.
 */
package io.trawl.api.ledger;
