package io.trawl.testkit.snowflake;

import java.util.List;

/**
 * A statement that arrived and what became of it.
 *
 * @param sql its text
 * @param binds their values in order; null is a null
 * @param kind as in {@code SHOW TABLES}, {@code SELECT INFORMATION_SCHEMA.COLUMNS}, {@code SELECT GET_DDL}; for one that is
 *     not on the allow-list {@code REFUSED}
 * @param tag the session's QUERY_TAG then, empty if there is none
 * @param sessionId of the session
 * @param role of the session
 * @param rows of the answer
 * @param error the code of the failure, or null
 */
public record ReceivedStatement(
        String sql, List<String> binds, String kind, String tag, long sessionId, String role, int rows, String error) {

    /** The kind of what is not on the allow-list. */
    public static final String REFUSED = "REFUSED";
}
