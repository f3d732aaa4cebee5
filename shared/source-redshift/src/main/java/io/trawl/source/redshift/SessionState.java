package io.trawl.source.redshift;

import io.trawl.api.model.FailureKind;
import io.trawl.source.kit.SessionWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/** The state of a session: changed for some work and restored afterwards, held for a snapshot, or the reason for a failure. */
final class SessionState {

    private SessionState() {}

    /**
     * Throws a failure that says nothing about what was asked: the connection is lost, or the cluster has too many. What was
     * asked is to be asked again as a whole then.
     */
    static <E extends Exception> void rethrowIfSessionFailed(E failure) throws E {
        if (RedshiftFailures.INSTANCE.sessionLost(failure)
                || RedshiftFailures.INSTANCE.classify(failure) == FailureKind.THROTTLED) {
            throw failure;
        }
    }

    /**
     * Reads with several statements what was there at one moment: in one transaction, which Redshift isolates from others.
     *
     * @param session in autocommit mode, before and afterwards
     * @throws Exception what the work or the commit threw; the transaction is rolled back then
     * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html">Serializable isolation</a>
     */
    static <T> T snapshot(Connection session, SessionWork<Connection, T> work) throws Exception {
        session.setAutoCommit(false);
        try {
            T answer = work.with(session);
            session.commit();
            session.setAutoCommit(true);
            return answer;
        } catch (Exception e) {
            try {
                session.rollback();
                session.setAutoCommit(true);
            } catch (SQLException broken) {
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    /** Undoes the change. */
    @FunctionalInterface
    interface Restore {
        void run() throws SQLException;
    }

    /**
     * Does work in a session that may write, which is otherwise read-only: Redshift notes external tables and those of
     * datashares in its local catalog when a late-binding view over them is looked at, and cannot in a read-only session.
     *
     * @param session in autocommit mode
     * @see <a href="https://github.com/awslabs/mcp/issues/3342">a report</a>
     */
    static <T> T writable(Connection session, SessionWork<Connection, T> work) throws Exception {
        session.setReadOnly(false);
        return restoredAfter(session, work, () -> session.setReadOnly(true));
    }

    /**
     * Does work and restores the session. One that cannot be restored is closed, so that it is not used in that state.
     *
     * @throws Exception what the work threw, or that the session is lost
     */
    static <T> T restoredAfter(Connection session, SessionWork<Connection, T> work, Restore restore) throws Exception {
        T answer;
        try {
            answer = work.with(session);
        } catch (Exception e) {
            restore(session, restore);
            throw e;
        }
        restore(session, restore);
        return answer;
    }

    private static void restore(Connection session, Restore restore) throws SQLException {
        try {
            restore.run();
        } catch (SQLException e) {
            session.close();
            throw new SQLNonTransientConnectionException(e.getMessage(), "08006", e);
        }
    }
}
