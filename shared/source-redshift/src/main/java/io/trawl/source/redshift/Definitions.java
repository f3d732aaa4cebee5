package io.trawl.source.redshift;

import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.source.redshift.TableDefinition.ColumnDefinition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
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

    private final boolean ofTables;
    private final TimeLimits limits;

    /** @param ofTables whether what CREATE TABLE says is wanted */
    Definitions(boolean ofTables, TimeLimits limits) {
        this.ofTables = ofTables;
        this.limits = limits;
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
        return limits.during(
                session,
                limits.lock(),
                limited -> RedshiftFailures.oneByOne(
                        wanted(relations),
                        "definitions",
                        "its definition did not come in time",
                        oid -> read(limited, relations, List.of(oid))));
    }

    private List<Long> wanted(Map<Long, Relation> relations) {
        return relations.entrySet().stream()
                .filter(entry -> ofTables || entry.getValue().isView())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void read(Connection session, Map<Long, Relation> relations, Collection<Long> oids)
            throws SQLException {
        List<Long> views =
                oids.stream().filter(oid -> relations.get(oid).isView()).toList();
        List<Long> tables =
                oids.stream().filter(oid -> !relations.get(oid).isView()).toList();
        if (!views.isEmpty()) {
            views.forEach(oid -> relations.computeIfPresent(oid, (key, view) -> view.withView(new ViewText(null))));
            VIEWS.with("oids", views).each(session, row -> {
                ViewText text = new ViewText(row.getString("definition"));
                relations.computeIfPresent(row.getLong("oid"), (key, view) -> view.withView(text));
            });
        }
        if (!tables.isEmpty()) {
            COLUMNS.with("oids", tables).each(session, row -> relations
                    .get(row.getLong("attrelid"))
                    .definitions()
                    .put(row.getInt("attnum"), ColumnDefinition.of(row)));
        }
    }
}
