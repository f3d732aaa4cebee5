package io.trawl.source.redshift;

import io.trawl.core.config.DatabaseMetadata;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Scope;
import io.trawl.source.jdbc.EntityPages;
import java.sql.Connection;
import java.sql.SQLException;

/** Lists entities: what has an oid in the order of oids, then external tables in the order of their names. */
final class RedshiftPages implements EntityPages {

    /** @param pageSize entities in a page */
    RedshiftPages(String service, DatabaseMetadata metadata, int pageSize) {}

    @Override
    public Page read(Connection connection, EntityType type, boolean all, Scope scope, String from)
            throws SQLException {
        throw new UnsupportedOperationException("read");
    }
}
