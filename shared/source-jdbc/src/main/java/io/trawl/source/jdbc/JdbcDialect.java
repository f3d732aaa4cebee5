package io.trawl.source.jdbc;

import io.trawl.source.kit.Dialect;
import java.sql.Connection;

/** A dialect whose sessions are JDBC's connections. */
public interface JdbcDialect extends Dialect<Connection>, JdbcSessions {

    /** Says what the driver's failures are, for a user. */
    DriverMessages messages();

    @Override
    default SqlFailures failures() {
        return messages().failures();
    }

    @Override
    default String describe(Throwable failure) {
        return messages().describe(failure);
    }
}
