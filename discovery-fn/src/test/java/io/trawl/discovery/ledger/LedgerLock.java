package io.trawl.discovery.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Keeps everybody from a table of the ledger until it is closed. */
final class LedgerLock implements AutoCloseable {

    private final Connection connection;
    private final Site site;
    private final String table;

    LedgerLock(Site site, String table) throws SQLException {
        this.site = site;
        this.table = table;
        this.connection = DriverManager.getConnection(site.ledgerUrl(), "postgres", "");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
    }

    /** Whether somebody waits for the table. */
    boolean keepsSomebodyWaiting() {
        return site.ledger().number("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = ?::regclass", table)
                > 0;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
