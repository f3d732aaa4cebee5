package io.trawl.source.postgresql;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.source.jdbc.Descriptors;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The oids of a batch as one value for a statement. */
final class Oids {

    private Oids() {}

    static Array of(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        return connection.createArrayOf(
                "oid", batch.stream().map(Descriptors::oid).toArray());
    }
}
