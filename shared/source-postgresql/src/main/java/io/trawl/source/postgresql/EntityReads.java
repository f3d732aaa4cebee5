package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.ReadResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Reads entities of one type and one database in one transaction. */
@FunctionalInterface
interface EntityReads {

    /**
     * One result for each descriptor.
     *
     * @param lockTimeout how long a lock is waited for
     * @throws SQLException if a statement fails; nothing is read then
     */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch, Duration lockTimeout)
            throws SQLException;
}
