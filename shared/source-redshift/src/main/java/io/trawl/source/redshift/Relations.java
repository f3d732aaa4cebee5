package io.trawl.source.redshift;

import io.trawl.source.jdbc.Results;
import io.trawl.source.jdbc.TableKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads relations, their columns and their keys by oid, with three statements. */
final class Relations {

    private static final Sql RELATIONS = Sql.load("relations.sql");
    private static final Sql COLUMNS = Sql.load("columns.sql");
    private static final Sql CONSTRAINTS = Sql.load("constraints.sql");

    /** By oid; those of materialized views' storage are no relations of their own. */
    private final Map<Long, Relation> relations = new HashMap<>();
    /** By oid, of relations and of materialized views' storage. */
    private final Map<Long, List<Attribute>> columns = new HashMap<>();

    private Relations() {}

    /** What is there of these; whoever is missing is gone. */
    static Map<Long, Relation> read(Connection connection, Collection<Long> oids) throws SQLException {
        Relations reading = new Relations();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery(RELATIONS.with("oids", oids).text())) {
                while (row.next()) {
                    reading.addRelation(row);
                }
            }
            if (reading.relations.isEmpty()) {
                return Map.of();
            }
            try (ResultSet row = statement.executeQuery(
                    COLUMNS.with("oids", reading.columns.keySet()).text())) {
                while (row.next()) {
                    reading.columns.get(row.getLong("attrelid")).add(Attribute.of(row));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    CONSTRAINTS.with("oids", reading.relations.keySet()).text())) {
                reading.addKeys(row);
            }
        }
        return reading.relations;
    }

    /** A materialized view comes once for each table that may be its storage: the last is the newest. */
    private void addRelation(ResultSet row) throws SQLException {
        long oid = row.getLong("oid");
        List<Attribute> own = columnsOf(oid);
        long storage = row.getLong("storage");
        relations.put(oid, Relation.of(row, own, row.wasNull() ? own : columnsOf(storage)));
    }

    private List<Attribute> columnsOf(long oid) {
        return columns.computeIfAbsent(oid, none -> new ArrayList<>());
    }

    /** A key over the columns of one constraint; a foreign key's referred columns come in any order, a row each. */
    private void addKeys(ResultSet row) throws SQLException {
        Map<Long, Draft> drafts = new LinkedHashMap<>();
        while (row.next()) {
            Draft draft = drafts.get(row.getLong("oid"));
            if (draft == null) {
                draft = Draft.of(row);
                drafts.put(row.getLong("oid"), draft);
            }
            if (row.getString("attname") != null) {
                draft.referred().put(row.getInt("attnum"), row.getString("attname"));
                draft.quoted().put(row.getInt("attnum"), row.getString("quoted_column"));
            }
        }
        drafts.values().forEach(draft -> relations.get(draft.relation()).keys().add(draft.key()));
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
            char type,
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
                    row.getString("contype").charAt(0),
                    Results.numbers(row, "conkey"),
                    Results.numbers(row, "confkey"),
                    row.getString("referred_schema"),
                    row.getString("referred_table"),
                    row.getString("quoted_table"),
                    new HashMap<>(),
                    new HashMap<>());
        }

        Relation.Key key() {
            List<String> names = to.stream().map(referred::get).toList();
            String reference = type == 'f'
                    ? quotedTable + " ("
                            + String.join(", ", to.stream().map(quoted::get).toList()) + ")"
                    : null;
            return new Relation.Key(new TableKey(type, from, schema, table, names), reference);
        }
    }
}
