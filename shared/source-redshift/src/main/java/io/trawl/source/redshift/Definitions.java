package io.trawl.source.redshift;

import io.trawl.api.model.FailureKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads how relations are defined: one statement for views, and one for what only CREATE TABLE says of columns. These may wait for
 * a lock that another session has on a table, so they have little time; when they do not make it, or one of them cannot be printed, each
 * relation is asked for alone, and only those fail that do not answer.
 */
final class Definitions {

    private static final Sql VIEWS = Sql.load("view-definitions.sql");
    private static final Sql COLUMNS = Sql.load("column-definitions.sql");

    /** More that take too long one after the other: then it is not a few tables that are locked. */
    private static final int MOST_TIMEOUTS = 24;

    private final boolean ofTables;
    private final TimeLimits limits;

    /** @param ofTables whether what CREATE TABLE says is wanted */
    Definitions(boolean ofTables, TimeLimits limits) {
        this.ofTables = ofTables;
        this.limits = limits;
    }

    /**
     * Why a relation's definition is not known.
     *
     * @param message one line
     */
    record Failure(FailureKind kind, String message) {

        static Failure of(SQLException e) {
            return new Failure(
                    RedshiftFailures.INSTANCE.classify(e),
                    RedshiftFailures.INSTANCE.statementTimedOut(e)
                            ? "its definition did not come in time; somebody may have locked what it refers to"
                            : RedshiftFailures.line(e));
        }
    }

    /**
     * Completes relations in the transaction that they are read in, as its last statements.
     *
     * @param relations by oid; views are replaced
     */
    void complete(Connection transaction, Map<Long, Relation> relations) throws SQLException {
        List<Long> wanted = wanted(relations);
        if (!wanted.isEmpty()) {
            limits.setInTransaction(transaction, limits.lock());
            read(transaction, relations, wanted);
        }
    }

    /**
     * Completes relations one by one.
     *
     * @param session in autocommit mode
     * @return those that cannot be completed, by oid
     * @throws Exception if that says nothing about one of them
     */
    Map<Long, Failure> completeOneByOne(Connection session, Map<Long, Relation> relations) throws Exception {
        return limits.during(session, limits.lock(), limited -> {
            Map<Long, Failure> failures = new HashMap<>();
            int timeouts = 0;
            for (Long oid : wanted(relations)) {
                if (timeouts > MOST_TIMEOUTS) {
                    failures.put(
                            oid,
                            new Failure(FailureKind.TRANSIENT, "too many definitions of this batch took too long"));
                    continue;
                }
                try {
                    read(limited, relations, List.of(oid));
                } catch (SQLException e) {
                    if (SessionState.isCauseOf(e)) {
                        throw e;
                    }
                    timeouts += RedshiftFailures.INSTANCE.statementTimedOut(e) ? 1 : 0;
                    failures.put(oid, Failure.of(e));
                }
            }
            return failures;
        });
    }

    private List<Long> wanted(Map<Long, Relation> relations) {
        return relations.entrySet().stream()
                .filter(entry -> ofTables || entry.getValue().isView())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void read(Connection connection, Map<Long, Relation> relations, Collection<Long> oids) throws SQLException {
        List<Long> views =
                oids.stream().filter(oid -> relations.get(oid).isView()).toList();
        List<Long> tables =
                oids.stream().filter(oid -> !relations.get(oid).isView()).toList();
        try (Statement statement = connection.createStatement()) {
            if (!views.isEmpty()) {
                views.forEach(oid -> relations.computeIfPresent(oid, (key, view) -> view.withView(new ViewText(null))));
                try (ResultSet row =
                        statement.executeQuery(VIEWS.with("oids", views).text())) {
                    while (row.next()) {
                        ViewText text = new ViewText(row.getString("definition"));
                        relations.computeIfPresent(row.getLong("oid"), (key, view) -> view.withView(text));
                    }
                }
            }
            if (!tables.isEmpty()) {
                try (ResultSet row =
                        statement.executeQuery(COLUMNS.with("oids", tables).text())) {
                    while (row.next()) {
                        relations
                                .get(row.getLong("attrelid"))
                                .definitions()
                                .put(row.getInt("attnum"), ColumnDefinition.of(row));
                    }
                }
            }
        }
    }
}
