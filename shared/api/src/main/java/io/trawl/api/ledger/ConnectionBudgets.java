package io.trawl.api.ledger;

import io.trawl.api.source.ConnectionBudget;

/** The connection budgets of servers. */
public interface ConnectionBudgets {

    /**
     * The connection budget of a server, shared by all processes that use this ledger.
     *
     * @param server names the server whose connections are counted
     * @param size the most connections that this run allows, at least 1; if active runs differ, the least of them holds
     */
    ConnectionBudget connectionBudget(String server, int size);
}
