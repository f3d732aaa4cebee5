package io.trawl.source.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a session as the source needs it: read-only, with its timeouts, ready for use. */
@FunctionalInterface
public interface Connector {

    /**
     * Opens one connection; never retries.
     *
     * @param database raw name
     */
    Connection connect(String database) throws SQLException;

    /**
     * Whether a refusal for too many connections is about this database alone, so that the server may have connections to
     * others; false if that is unknown.
     */
    default boolean isDatabaseFull(SQLException refusal) {
        return false;
    }
}
