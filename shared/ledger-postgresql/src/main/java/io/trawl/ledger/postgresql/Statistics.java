package io.trawl.ledger.postgresql;

import java.sql.Statement;

/**
 * Provides statistics for the planner. Without any, it cannot choose between indexes, and the first run of a new ledger
 * is ten times slower until the server's autovacuum has run. Statistics of a few thousand rows suffice, however large the
 * tables become.
 */
final class Statistics {

    private static final Sql MISSING = Sql.load("statistics-missing");

    /** The number of rows below which nothing is slow. */
    private static final int ENOUGH = 1_000;

    private final Database database;
    private volatile boolean known;

    Statistics(Database database) {
        this.database = database;
    }

    /** Analyzes the tables once they have enough rows, if that was not done yet. To be called when rows were added. */
    void grown() {
        if (known) {
            return;
        }
        boolean missing = database.statements((connection, attempt) -> {
            try (Query query = MISSING.on(connection)) {
                return query.set("most", ENOUGH).exists();
            }
        });
        if (missing) {
            database.statements((connection, attempt) -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("ANALYZE trawl.entity, trawl.batch, trawl.scope");
                }
            });
        } else {
            known = true;
        }
    }
}
