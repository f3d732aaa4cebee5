package io.trawl.ledger.postgresql;

import java.sql.Statement;

/**
 * Statistics for the planner. Without any, it takes one index for as good as another, and the first run of a new ledger
 * would be ten times slower until the server's autovacuum comes round; with those of a few thousand rows, its plans stay
 * right however large the tables become.
 */
final class Statistics {

    private static final Sql MISSING = Sql.load("statistics-missing");

    /** Rows; below that, nothing is slow. */
    private static final int ENOUGH = 1_000;

    private final Database database;
    private volatile boolean known;

    Statistics(Database database) {
        this.database = database;
    }

    /** To be called when rows were added: has them counted, if that was not done when there were enough. */
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
