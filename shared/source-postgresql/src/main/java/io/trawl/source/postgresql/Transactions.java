package io.trawl.source.postgresql;

import io.trawl.source.jdbc.Results;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Executes every statement of this source: in a read-only transaction on one snapshot, under the settings in
 * {@link SessionSettings}. A table that is altered meanwhile is read as it was before or after, never in part.
 *
 * <p>BEGIN, the settings, the statements and COMMIT travel together, so that a transaction is one round trip. Nothing is left
 * behind in the session: a pooler may give the next transaction another one. On each connection the first transaction also
 * asks what the session really is ({@link SessionCheck}). Safe for use by several threads.
 */
final class Transactions {

    private static final String BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n"
            + SqlResource.load(Transactions.class, "settings.sql") + ";\n";
    private static final String CHECK = SqlResource.load(Transactions.class, "session-in-effect.sql") + ";\n";
    private static final String COMMIT = ";\nCOMMIT";

    private final SessionSettings settings;
    private final SessionCheck check;
    /** Connections whose first transaction has been checked. */
    private final Set<Connection> checked = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    Transactions(SessionSettings settings, SessionCheck check) {
        this.settings = settings;
        this.check = check;
    }

    /** The rows of each statement, in the order of the statements. */
    @FunctionalInterface
    interface Answers {

        /** The rows of the next statement, which closes those of the one before. */
        ResultSet next() throws SQLException;
    }

    /**
     * Makes something of what was read.
     *
     * @param <T> what it makes
     */
    @FunctionalInterface
    interface Reading<T> {

        /** Reads the answers. */
        T of(Answers answers) throws SQLException;
    }

    /**
     * Reads, and waits no longer than {@link SessionSettings#LOCK_TIMEOUT} for a lock.
     *
     * @param sql one statement, or several between semicolons
     * @param parameters of all of them, in their order; booleans, numbers, {@link Oids} and collections of texts
     * @throws SQLException the first statement that failed; the transaction is rolled back then
     */
    <T> T read(Connection connection, String sql, List<?> parameters, Reading<T> reading) throws SQLException {
        return read(connection, SessionSettings.LOCK_TIMEOUT, sql, parameters, reading);
    }

    /**
     * What the rows of one statement hold; the rest as {@link #read}.
     *
     * @param row makes something of the row that the answer stands at
     */
    <T> List<T> list(Connection connection, String sql, List<?> parameters, Results.Row<T> row) throws SQLException {
        return read(connection, sql, parameters, answers -> Results.list(answers.next(), row));
    }

    /**
     * The same with another patience.
     *
     * @param lockTimeout how long a lock is waited for
     */
    <T> T read(Connection connection, Duration lockTimeout, String sql, List<?> parameters, Reading<T> reading)
            throws SQLException {
        boolean known = checked.contains(connection);
        Map<String, String> wanted = settings.with(lockTimeout);
        List<Object> all = new ArrayList<>();
        all.add(wanted.keySet());
        all.add(wanted.values());
        if (!known) {
            all.add(wanted.keySet());
        }
        all.addAll(parameters);
        try (PreparedStatement statement = connection.prepareStatement(BEGIN + (known ? "" : CHECK) + sql + COMMIT)) {
            for (int i = 0; i < all.size(); i++) {
                statement.setObject(i + 1, value(connection, all.get(i)));
            }
            execute(connection, statement);
            Map<String, String> set = settings(next(statement));
            if (!known) {
                check.of(connection, set, next(statement));
                checked.add(connection);
            }
            return reading.of(() -> next(statement));
        }
    }

    private static Object value(Connection connection, Object parameter) throws SQLException {
        if (parameter instanceof Oids several) {
            return connection.createArrayOf("oid", several.oids().toArray());
        }
        return parameter instanceof Collection<?> texts ? connection.createArrayOf("text", texts.toArray()) : parameter;
    }

    private static ResultSet next(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private static Map<String, String> settings(ResultSet row) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        while (row.next()) {
            settings.put(row.getString("name"), row.getString("setting"));
        }
        return settings;
    }

    private static void execute(Connection connection, PreparedStatement statement) throws SQLException {
        try {
            statement.execute();
        } catch (SQLException e) {
            if (!PostgresFailures.INSTANCE.sessionLost(e)) {
                rollBack(connection, e);
            }
            throw e;
        }
    }

    /** What cannot be rolled back cannot be used any more. */
    private static void rollBack(Connection connection, SQLException why) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            why.addSuppressed(e);
            connection.close();
        }
    }
}
