package io.trawl.source.redshift;

import io.trawl.core.config.Workflow;
import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.ReadResult;
import io.trawl.source.jdbc.EntityStatements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads tables and views. */
final class RedshiftTables implements EntityStatements {

    RedshiftTables(Workflow.Source source) {}

    @Override
    public List<ReadResult> read(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        throw new UnsupportedOperationException("read");
    }
}
