package io.trawl.source.jdbc;

import io.trawl.api.model.FailureKind;
import io.trawl.source.kit.Reach;
import io.trawl.source.kit.SessionFactory;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens and ends connections, with failures of JDBC. */
@FunctionalInterface
public interface JdbcSessions extends SessionFactory<Connection> {

    /** By SQLState alone. */
    SqlFailures SQL_STATES = new SqlFailures();

    /** How long the answer may take that shows whether a connection is still sound. */
    int VALIDATION_SECONDS = 5;

    @Override
    Connection open(String database) throws SQLException;

    /** What classifies failures. */
    default SqlFailures failures() {
        return SQL_STATES;
    }

    @Override
    default boolean isUsable(Connection connection) {
        try {
            return connection.isValid(VALIDATION_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    default void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It has ended by itself.
        }
    }

    @Override
    default void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is given up either way, and nothing was written through it.
        }
    }

    @Override
    default FailureKind classify(Throwable failure) {
        return failures().classify(failure);
    }

    @Override
    default boolean sessionLost(Throwable failure) {
        return failures().sessionLost(failure);
    }

    @Override
    default Reach reach(Throwable failure) {
        return failures().reach(failure);
    }
}
