package io.trawl.source.redshift;

import com.amazon.redshift.util.RedshiftException;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.source.jdbc.DriverMessages;
import io.trawl.source.jdbc.SqlFailures;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Classifies what Redshift and its driver say, by PostgreSQL's SQLStates, and finds the server's own words in it. */
final class RedshiftFailures extends SqlFailures {

    static final RedshiftFailures INSTANCE = new RedshiftFailures();

    private static final String FATAL = "FATAL: ";

    /** More that take too long one after the other: then it is not a few tables that are locked. */
    private static final int MOST_TIMEOUTS = 24;

    private RedshiftFailures() {}

    /** The server's text without severity and details. */
    @Override
    protected String answer(SQLException failure) {
        if (failure instanceof RedshiftException answer && answer.getServerErrorMessage() != null) {
            return answer.getServerErrorMessage().getMessage();
        }
        // While connecting, the driver leaves of the server's answer only its severity and text.
        String text = failure.getMessage();
        return text != null && text.startsWith(FATAL) ? text.substring(FATAL.length()) : null;
    }

    /** The server's text, or else the driver's, in one line for the user. */
    static String line(Exception failure) {
        String said = failure instanceof SQLException sql ? INSTANCE.answer(sql) : null;
        return DriverMessages.oneLine(said == null ? failure.getMessage() : said);
    }

    /**
     * The failure of a schema whose tables lie elsewhere and which does not answer. The statement is right for other schemas, so
     * it is no BUG.
     */
    static Failure ofSchema(String schema, Exception failure) {
        FailureKind kind = INSTANCE.classify(failure);
        return new Failure(
                kind == FailureKind.BUG ? FailureKind.INVALID : kind, schema + " does not answer: " + line(failure));
    }

    /**
     * Reads something of one object.
     *
     * @param <K> says which
     */
    @FunctionalInterface
    interface Read<K> {

        /** Reads it. */
        void of(K key) throws SQLException;
    }

    /**
     * Reads something of objects one after the other, each of which may have to wait for a lock.
     *
     * @param what it is, of all objects, for messages
     * @param late says of one object that it has taken too long, for messages
     * @return the failures, by key
     * @throws SQLException if that says nothing about an object
     */
    static <K> Map<K, Failure> oneByOne(Collection<K> keys, String what, String late, Read<K> read)
            throws SQLException {
        Map<K, Failure> failures = new HashMap<>();
        int timeouts = 0;
        for (K key : keys) {
            if (timeouts > MOST_TIMEOUTS) {
                failures.put(
                        key, new Failure(FailureKind.TRANSIENT, "too many " + what + " of this batch took too long"));
                continue;
            }
            try {
                read.of(key);
            } catch (SQLException e) {
                SessionState.rethrowIfSessionFailed(e);
                boolean timedOut = INSTANCE.statementTimedOut(e);
                timeouts += timedOut ? 1 : 0;
                failures.put(
                        key,
                        new Failure(
                                INSTANCE.classify(e),
                                timedOut ? late + "; somebody may have locked what it refers to" : line(e)));
            }
        }
        return failures;
    }
}
