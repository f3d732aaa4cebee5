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
    private final int statementSeconds;
    private String queryTag;
    private volatile @Nullable Statement running;

    private SessionState(LongAdder statements, int statementSeconds, String queryTag) {
        this.statements = statements;
        this.statementSeconds = statementSeconds;
        this.queryTag = queryTag;
    }

    /**
     * Notes that a session was opened.
     *
     * @param statements counts the statements that are sent
     * @param statementSeconds after which the driver gives up a statement; 0: never
     * @param queryTag that it was opened with
     */
    static void opened(Connection session, LongAdder statements, int statementSeconds, String queryTag) {
        OPEN.put(session, new SessionState(statements, statementSeconds, queryTag));
    }

    private static SessionState of(Connection session) {
        return OPEN.computeIfAbsent(session, unknown -> new SessionState(new LongAdder(), 0, ""));
    }

    /**
     * Uses a statement.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    interface Use<T> {

        /** Executes the statement, and reads what it answers. */
        T run() throws SQLException;
    }

    /** Uses a statement of a session, which another thread may {@link #cancel} meanwhile. */
    static <T> T run(Connection session, Statement statement, Use<T> use) throws SQLException {
        SessionState state = of(session);
        state.statements.increment();
        // If the service answers 390112 (session expired) after each renewal, the driver repeats the statement without
        // end.
        statement.setQueryTimeout(state.statementSeconds);
        state.running = statement;
        try {
            return use.run();
        } finally {
            state.running = null;
        }
    }

    /** Gives a session a query tag, unless it has it. */
    static void setQueryTag(Connection session, String queryTag) throws SQLException {
        SessionState state = of(session);
        if (!state.queryTag.equals(queryTag)) {
            try (Statement statement = session.createStatement()) {
                String sql = "ALTER SESSION SET QUERY_TAG = " + Identifiers.literal(queryTag);
                run(session, statement, () -> statement.execute(sql));
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
