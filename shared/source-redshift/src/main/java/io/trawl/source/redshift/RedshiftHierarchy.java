package io.trawl.source.redshift;

import io.trawl.core.model.Hierarchy.Schema;
import io.trawl.source.jdbc.HierarchyReader;
import io.trawl.source.jdbc.HierarchyReader.Listed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Lists the databases and schemas of a Redshift cluster or workgroup. */
final class RedshiftHierarchy implements HierarchyReader.Statements {

    @Override
    public List<Listed> databases(Connection session, boolean all) throws SQLException {
        throw new UnsupportedOperationException("databases");
    }

    @Override
    public List<Schema> schemas(Connection session) throws SQLException {
        throw new UnsupportedOperationException("schemas");
    }
}
