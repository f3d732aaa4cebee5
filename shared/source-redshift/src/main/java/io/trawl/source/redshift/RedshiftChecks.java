package io.trawl.source.redshift;

import io.trawl.core.source.Check;
import io.trawl.source.jdbc.HostPort;
import io.trawl.source.jdbc.SelfCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What {@code trawl check} asks a Redshift cluster or workgroup. */
final class RedshiftChecks implements SelfCheck.Statements {

    RedshiftChecks(HostPort server, String database) {}

    @Override
    public List<Check> session(Connection session) throws SQLException {
        throw new UnsupportedOperationException("session");
    }

    @Override
    public String contents(Connection session, List<String> schemas) throws SQLException {
        throw new UnsupportedOperationException("contents");
    }
}
