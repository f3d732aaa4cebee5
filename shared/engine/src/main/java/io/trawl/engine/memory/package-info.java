/**
 * The ledger of a run that does not outlive its process. Start with {@link InMemoryLedger}. {@link LocalConnectionBudget}
 * limits the connections of this process alone.
 *
 * <p>A ledger in a database behaves in the same way where both can do something; the test {@code LedgerContract} of
 * {@code ledger-postgresql} runs against both.
 */
package io.trawl.engine.memory;
