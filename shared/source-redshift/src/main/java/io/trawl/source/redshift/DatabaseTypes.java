package io.trawl.source.redshift;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which databases were made from a datashare. They have no catalog of their own, and some refuse sessions, so they are read
 * through the system views of all databases. Safe for use by several threads.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/database-direct-connect.html">Connecting to consumer databases</a>
 */
final class DatabaseTypes {

    private static final Sql TYPES = Sql.load("database-types.sql");
    private static final Sql SHARED_SCHEMAS = Sql.load("shared-schema-exists.sql");
    private static final String LOCAL = "local";

    /** Those that were found to have no catalog of their own, whatever the cluster says of them. */
    private final Set<String> withoutCatalog = ConcurrentHashMap.newKeySet();

    /** Null until the cluster was asked. */
    private volatile Set<String> shared;

    /**
     * Asks the cluster. If it does not say, none was made from a datashare.
     *
     * @return raw names of the databases that were
     * @throws SQLException if that says nothing about the question: the connection is lost, or there are too many
     */
    Set<String> ask(Connection session) throws SQLException {
        Set<String> answer = new TreeSet<>();
        try {
            TYPES.each(session, row -> {
                String type = row.getString("database_type");
                if (type != null && !type.isBlank() && !type.strip().equalsIgnoreCase(LOCAL)) {
                    answer.add(row.getString("database_name"));
                }
            });
        } catch (SQLException e) {
            SessionState.rethrowIfSessionFailed(e);
            answer.clear();
        }
        shared = Set.copyOf(answer);
        return shared;
    }

    /** Whether a database was made from a datashare; the cluster is asked if it was not yet. */
    boolean isShared(Connection session, String database) throws SQLException {
        if (!isKnown()) {
            ask(session);
        }
        return isShared(database);
    }

    /** Whether a database was made from a datashare, as far as is known. */
    boolean isShared(String database) {
        Set<String> known = shared;
        return withoutCatalog.contains(database) || known != null && known.contains(database);
    }

    /** Whether a session sees schemas of a database as those of a datashare; if so, it is known from now on. */
    boolean showsSchemas(Connection session, String database) throws SQLException {
        boolean shown =
                !SHARED_SCHEMAS.bind(database).list(session, row -> true).isEmpty();
        if (shown) {
            hasNoCatalog(database);
        }
        return shown;
    }

    /** Whether the cluster was asked. */
    boolean isKnown() {
        return shared != null;
    }

    /** A database has no catalog of its own. */
    void hasNoCatalog(String database) {
        withoutCatalog.add(database);
    }
}
