package io.trawl.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something done with a connection, which must not be kept afterwards.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
public interface SqlWork<T> {

    /** Does it. */
    T with(Connection connection) throws SQLException;
}
