package io.trawl.source.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is known of a session beside its connection: which query tag it has, and which statement runs. */
final class SessionState {

    private static final Map<Connection, SessionState> OPEN = Collections.synchronizedMap(new WeakHashMap<>());

    private final LongAdder statements;
    private String queryTag;
    private volatile @Nullable Statement running;

    private SessionState(LongAdder statements, String queryTag) {
        this.statements = statements;
        this.queryTag = queryTag;
    }

    /**
     * Notes that a session was opened.
     *
     * @param statements counts the statements that are sent
     * @param queryTag that it was opened with
     */
    static void opened(Connection session, LongAdder statements, String queryTag) {
        OPEN.put(session, new SessionState(statements, queryTag));
    }

    private static SessionState of(Connection session) {
        return OPEN.computeIfAbsent(session, unknown -> new SessionState(new LongAdder(), ""));
    }

    /** Notes that a statement is about to run; the answer is closed when it has. */
    static AutoCloseableRun run(Connection session, Statement statement) {
        SessionState state = of(session);
        state.statements.increment();
        state.running = statement;
        return () -> state.running = null;
    }

    /** The time in which a statement runs. */
    @FunctionalInterface
    interface AutoCloseableRun extends AutoCloseable {

        /** Notes that the statement has ended. */
        @Override
        void close();
    }

    /** Gives a session a query tag, unless it has it. */
    static void setQueryTag(Connection session, String queryTag) throws SQLException {
        SessionState state = of(session);
        if (!state.queryTag.equals(queryTag)) {
            try (Statement statement = session.createStatement();
                    AutoCloseableRun run = run(session, statement)) {
                statement.execute("ALTER SESSION SET QUERY_TAG = " + Identifiers.literal(queryTag));
            }
            state.queryTag = queryTag;
        }
    }

    /** Asks Snowflake to cancel what another thread runs in a session; nothing if nothing runs. */
    static void cancel(Connection session) throws SQLException {
        Statement statement = of(session).running;
        if (statement != null) {
            statement.cancel();
        }
    }
}
