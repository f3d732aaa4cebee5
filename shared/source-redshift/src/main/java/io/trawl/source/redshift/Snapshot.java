package io.trawl.source.redshift;

import io.trawl.source.kit.SessionWork;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads with several statements what was there at one moment: in one transaction, which Redshift isolates from others.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html">Serializable isolation</a>
 */
final class Snapshot {

    private Snapshot() {}

    /**
     * Reads in a transaction of its own.
     *
     * @param connection in autocommit mode, before and afterwards
     * @throws Exception what the work or the commit threw; the transaction is rolled back then
     */
    static <T> T read(Connection connection, SessionWork<Connection, T> work) throws Exception {
        connection.setAutoCommit(false);
        try {
            T answer = work.with(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return answer;
        } catch (Exception e) {
            end(connection, e);
            throw e;
        }
    }

    private static void end(Connection connection, Exception failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
