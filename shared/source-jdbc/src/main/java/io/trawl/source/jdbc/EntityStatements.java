package io.trawl.source.jdbc;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.ReadResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads entities of one type and one database with a number of statements that does not depend on how many there are. */
@FunctionalInterface
public interface EntityStatements {

    /**
     * One result for each descriptor, in any order.
     *
     * @throws SQLException if a statement fails; nothing is read then
     */
    List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException;
}
