package io.trawl.source.snowflake;

import io.trawl.source.jdbc.Results;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that reads. A SELECT stands in a resource file, with a question mark for each name and text of the user's
 * objects; SHOW takes no bind values, so {@link Identifiers} writes names into it. The session's
 * {@code STATEMENT_TIMEOUT_IN_SECONDS} limits each statement.
 *
 * @param text of the statement
 * @param binds its bind values
 */
record Query(String text, List<String> binds) {

    /** SHOW gives no more rows than that, and does not say that there are more. */
    static final int MOST_ROWS = 10_000;

    /** Takes a row. */
    @FunctionalInterface
    interface Rows {

        /** Reads the row that the answer stands at. */
        void add(ResultSet row) throws SQLException;
    }

    /** A resource beside this class. */
    static Query load(String name) {
        return new Query(SqlResource.load(Query.class, name), List.of());
    }

    /**
     * SHOW without a limit; with {@link #MOST_ROWS} rows the answer is cut off.
     *
     * @param objects of which kind, {@code COLUMNS} for example
     * @param scope {@code SCHEMA "D"."S"}, {@code DATABASE "D"} or {@code TABLE "D"."S"."T"}
     */
    static Query show(String objects, String scope) {
        return new Query("SHOW " + objects + " IN " + scope, List.of());
    }

    /** SHOW without a limit, of a schema. */
    static Query show(String objects, SchemaName schema) {
        return show(objects, schema.scope());
    }

    /**
     * A page of SHOW in the order of the names.
     *
     * @param objects of which kind, {@code TABLES} for example
     * @param scope as of {@link #show(String, String)}; null for the account
     * @param limit rows at most; up to {@link #MOST_ROWS}
     * @param after the name that the page begins behind; null for the first page
     * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/show-tables">LIMIT ... FROM</a>
     */
    static Query showPage(String objects, @Nullable String scope, int limit, @Nullable String after) {
        return new Query(
                "SHOW " + objects + (scope == null ? "" : " IN " + scope) + " LIMIT " + limit
                        + (after == null ? "" : " FROM " + Identifiers.literal(after)),
                List.of());
    }

    /** With a name, quoted, wherever a place like {@code {database}} stands. */
    Query withName(String place, String name) {
        return withText(place, Identifiers.quoted(name));
    }

    /** With text that is SQL already, wherever a place like {@code {usage}} stands. */
    Query withText(String place, String sql) {
        return new Query(text.replace("{" + place + "}", sql), binds);
    }

    /** With values for the question marks. */
    Query bind(String... values) {
        return new Query(text, List.of(values));
    }

    /**
     * Of some objects of a schema: with its database for the place {@code {database}}, itself for the question mark, and the names
     * of the objects for the place {@code {names}} behind it.
     */
    Query ofNames(SchemaName schema, Collection<String> names) {
        List<String> values = new ArrayList<>();
        values.add(schema.schema());
        values.addAll(names);
        String marks = String.join(", ", Collections.nCopies(names.size(), "?"));
        // The user's own name last, since it may look like a place.
        return new Query(text.replace("{names}", marks), values).withName("database", schema.database());
    }

    /** What its rows hold. */
    <T> List<T> list(Connection session, Results.Row<T> row) throws SQLException {
        return execute(session, rows -> Results.list(rows, row));
    }

    /** Hands on each of its rows. */
    void each(Connection session, Rows rows) throws SQLException {
        execute(session, answer -> {
            while (answer.next()) {
                rows.add(answer);
            }
            return null;
        });
    }

    private <T> T execute(Connection session, Results.Row<T> reading) throws SQLException {
        if (binds.isEmpty()) { // to prepare a statement costs a request of its own
            try (Statement statement = session.createStatement()) {
                return SessionState.run(session, statement, () -> {
                    try (ResultSet answer = statement.executeQuery(text)) {
                        return reading.of(answer);
                    }
                });
            }
        }
        try (PreparedStatement statement = session.prepareStatement(text)) {
            int next = 1;
            for (String bind : binds) {
                statement.setString(next++, bind);
            }
            return SessionState.run(session, statement, () -> {
                try (ResultSet answer = statement.executeQuery()) {
                    return reading.of(answer);
                }
            });
        }
    }
}
