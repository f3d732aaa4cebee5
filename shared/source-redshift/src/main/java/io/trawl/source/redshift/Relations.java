package io.trawl.source.redshift;

import io.trawl.source.jdbc.Results;
import io.trawl.source.kit.TableKey;
import io.trawl.source.postgresqlfamily.CatalogKeys;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads relations, their columns and their keys by oid, with three statements, and with one more if there are materialized views
 * among them. None of them waits for a lock that another session has on a relation.
 */
final class Relations {

    private static final Sql RELATIONS = Sql.load("relations.sql");
    private static final Sql STORAGE = Sql.load("storage.sql");
    private static final Sql COLUMNS = Sql.load("columns.sql");
    private static final Sql CONSTRAINTS = Sql.load("constraints.sql");

    /** By oid; what holds the rows of materialized views is no relation of its own. */
    private final Map<Long, Relation> relations = new HashMap<>();
    /** Where columns go, by the oid of the relation or of what holds the rows of a materialized view. */
    private final Map<Long, List<Attribute>> columns = new HashMap<>();

    private Relations() {}

    /**
     * What is there of these; one that is missing is gone.
     *
     * @param materialized those of them that were materialized views when they were listed
     */
    static Map<Long, Relation> read(Connection connection, Collection<Long> oids, Set<Long> materialized)
            throws SQLException {
        Relations reading = new Relations();
        RELATIONS.with("oids", oids).each(connection, row -> {
            Relation relation = Relation.of(row);
            reading.relations.put(row.getLong("oid"), relation);
            reading.columns.put(row.getLong("oid"), relation.columns());
        });
        if (!reading.relations.isEmpty()) {
            reading.findStorage(connection, materialized);
            Map<String, SourceType> types = new HashMap<>();
            COLUMNS.with("oids", reading.columns.keySet()).each(connection, row -> {
                Attribute column = Attribute.of(row, types);
                if (!column.isInternal()) {
                    reading.columns.get(row.getLong("attrelid")).add(column);
                }
            });
            reading.addKeys(connection);
        }
        return reading.relations;
    }

    /** Finds what holds the rows of materialized views. Of several, should there be such, the last is the newest. */
    private void findStorage(Connection connection, Set<Long> materialized) throws SQLException {
        Map<SchemaObject, Relation> stems = new HashMap<>();
        relations.forEach((oid, relation) -> {
            if (relation.isView() && materialized.contains(oid)) {
                stems.put(new SchemaObject(relation.schema(), "mv_tbl__" + relation.name() + "__"), relation);
            }
        });
        if (stems.isEmpty()) {
            return;
        }
        Set<String> names = stems.keySet().stream().map(SchemaObject::name).collect(Collectors.toSet());
        Map<Relation, Long> storage = new IdentityHashMap<>();
        STORAGE.bind("stems", names).each(connection, row -> {
            Relation view = stems.get(new SchemaObject(row.getString("nspname"), row.getString("stem")));
            if (view != null) {
                storage.put(view, row.getLong("oid"));
            }
        });
        storage.forEach((view, oid) -> columns.put(oid, view.stored()));
    }

    /** A key over the columns of one constraint; a foreign key's referred columns come in any order, a row each. */
    private void addKeys(Connection connection) throws SQLException {
        Map<Long, Draft> drafts = new LinkedHashMap<>();
        CONSTRAINTS.with("oids", relations.keySet()).each(connection, row -> {
            Draft draft = drafts.get(row.getLong("oid"));
            if (draft == null) {
                draft = Draft.of(row);
                drafts.put(row.getLong("oid"), draft);
            }
            if (row.getString("attname") != null) {
                draft.referred().put(row.getInt("attnum"), row.getString("attname"));
                draft.quoted().put(row.getInt("attnum"), row.getString("quoted_column"));
            }
        });
        for (Draft draft : drafts.values()) {
            Relation relation = relations.get(draft.relation());
            relation.keys().add(draft.key(relation));
        }
    }

    /**
     * A constraint while its rows arrive.
     *
     * @param to attribute numbers of the referred columns, in the order of {@code from}
     * @param referred raw names by attribute number
     * @param quoted the same as SQL writes them
     */
    private record Draft(
            long relation,
            TableKey.Type type,
            List<Integer> from,
            List<Integer> to,
            String schema,
            String table,
            String quotedTable,
            Map<Integer, String> referred,
            Map<Integer, String> quoted) {

        static Draft of(ResultSet row) throws SQLException {
            return new Draft(
                    row.getLong("conrelid"),
                    CatalogKeys.type(row.getString("contype")),
                    Results.numbers(row, "conkey"),
                    Results.numbers(row, "confkey"),
                    row.getString("referred_schema"),
                    row.getString("referred_table"),
                    row.getString("quoted_table"),
                    new HashMap<>(),
                    new HashMap<>());
        }

        Relation.Key key(Relation relation) {
            Map<Integer, String> own = new HashMap<>();
            relation.columns().forEach(column -> own.put(column.number(), column.name()));
            List<String> names = CatalogKeys.names(to, referred);
            String reference = type == TableKey.Type.FOREIGN_KEY
                    ? quotedTable + " (" + String.join(", ", CatalogKeys.names(to, quoted)) + ")"
                    : null;
            return new Relation.Key(
                    new TableKey(type, CatalogKeys.names(from, own), null, schema, table, names), reference);
        }
    }
}
