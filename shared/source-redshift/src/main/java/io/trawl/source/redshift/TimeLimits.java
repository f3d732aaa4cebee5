package io.trawl.source.redshift;

import io.trawl.source.kit.SessionWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * How long statements may take. Those that may wait for others have less time than the rest: Redshift has no lock_timeout, so
 * who waits for a lock waits until the statement's time is over.
 *
 * @param usual milliseconds that a session's statements have; 0 for no limit
 * @param lock of a statement that may wait for a lock that another session holds
 * @param allViews of the one that looks into every late-binding view of a database
 * @param elsewhere of one that asks a single external schema, when asking all together has failed
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_statement_timeout.html">statement_timeout</a>
 */
record TimeLimits(long usual, Duration lock, Duration allViews, Duration elsewhere) {

    static TimeLimits of(RedshiftConnection connection) {
        return new TimeLimits(
                Long.parseLong(connection.statementTimeout()),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60));
    }

    /** Limits the rest of a transaction. */
    void setInTransaction(Connection session, Duration limit) throws SQLException {
        execute(session, "SET LOCAL statement_timeout TO " + millis(limit));
    }

    /**
     * Limits some work.
     *
     * @param session in autocommit mode
     * @throws Exception what the work threw
     */
    <T> T during(Connection session, Duration limit, SessionWork<Connection, T> work) throws Exception {
        execute(session, "SET statement_timeout TO " + millis(limit));
        return SessionState.restoredAfter(session, work, () -> execute(session, "SET statement_timeout TO " + usual));
    }

    private long millis(Duration limit) {
        return usual == 0 ? limit.toMillis() : Math.min(usual, limit.toMillis());
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
