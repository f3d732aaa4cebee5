package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.source.postgresqlfamily.Oid;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Oids as one value for a statement. */
final class Oids {

    private Oids() {}

    static Array ofBatch(Connection connection, List<EntityDescriptor> batch) throws SQLException {
        return of(connection, batch.stream().map(Oid::of).toList());
    }

    static Array of(Connection connection, List<Long> oids) throws SQLException {
        return connection.createArrayOf("oid", oids.toArray());
    }
}
