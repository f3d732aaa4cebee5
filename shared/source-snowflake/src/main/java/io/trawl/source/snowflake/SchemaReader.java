package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.ReadResult;
import java.sql.Connection;
import java.util.List;

/** Reads entities of one type. */
@FunctionalInterface
interface SchemaReader {

    /**
     * Reads a batch.
     *
     * @param batch of one schema; at least one
     * @return one result for each descriptor, in any order
     * @throws Exception if a statement fails: nothing is read then
     */
    List<ReadResult> read(Connection session, List<EntityDescriptor> batch) throws Exception;
}
