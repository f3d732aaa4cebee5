package io.trawl.source.jdbc;

import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.source.jdbc.HierarchyReader.Listed;
import io.trawl.source.jdbc.HierarchyReader.Statements;
import java.sql.SQLException;
import java.util.List;

/** Asks a server for its databases and their schemas; one that cannot be read does not keep the others away. */
final class HierarchyQueries {

    private final Databases server;
    private final Statements statements;

    HierarchyQueries(Databases server, Statements statements) {
        this.server = server;
        this.statements = statements;
    }

    /**
     * The databases that are asked for, before the filter.
     *
     * @param from the database to connect to
     * @param all whether every database is asked for
     */
    Isolated<String, Listed> databases(String from, boolean all) throws SQLException {
        return server.readOnceReached(from, session -> {
            try {
                return Isolated.all(statements.databases(session, all));
            } catch (SQLException e) {
                return statements.databases(session, all, aboutAnObject(e));
            }
        });
    }

    /** The schemas of a database, before the filter. */
    Isolated<String, Schema> schemas(String ofDatabase) throws SQLException {
        return server.readPatiently(ofDatabase, session -> {
            try {
                return Isolated.all(statements.schemas(session, ofDatabase));
            } catch (SQLException e) {
                return statements.schemas(session, ofDatabase, aboutAnObject(e));
            }
        });
    }

    private static SQLException aboutAnObject(SQLException failure) throws SQLException {
        if (!Isolated.isAboutAnObject(failure)) {
            throw failure;
        }
        return failure;
    }

    /**
     * All of them.
     *
     * @throws SQLException if one could not be read
     */
    static <T> List<T> complete(Isolated<String, T> isolated) throws SQLException {
        for (SQLException failure : isolated.unreadable().values()) {
            throw failure;
        }
        return isolated.found();
    }
}
