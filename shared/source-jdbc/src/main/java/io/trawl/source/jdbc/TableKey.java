package io.trawl.source.jdbc;

import io.trawl.api.model.Fqn;
import io.trawl.api.model.TableConstraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A primary, unique or foreign key, as pg_constraint has it.
 *
 * @param type p, u or f
 * @param columns attribute numbers
 * @param referredSchema raw name; null unless it is a foreign key
 * @param referredTable raw name; null unless it is a foreign key
 * @param referredColumns raw names, in the order of {@code columns}
 */
public record TableKey(
        char type, List<Integer> columns, String referredSchema, String referredTable, List<String> referredColumns) {

    private static final String PRIMARY_KEY = "PRIMARY_KEY";
    private static final String UNIQUE = "UNIQUE";

    /** {@code PRIMARY_KEY} or {@code UNIQUE} for each column that alone is one, by attribute number. */
    public static Map<Integer, String> ofColumns(List<TableKey> keys) {
        Map<Integer, String> constraints = new HashMap<>();
        for (TableKey key : keys) {
            if (key.columns().size() == 1 && key.type() != 'f') {
                String constraint = key.type() == 'p' ? PRIMARY_KEY : UNIQUE;
                constraints.merge(
                        key.columns().get(0), constraint, (one, other) -> one.equals(PRIMARY_KEY) ? one : other);
            }
        }
        return constraints;
    }

    /**
     * The primary key first, then the other keys, each over several columns.
     *
     * @param names encoded names of the table's columns by attribute number
     */
    public static List<TableConstraint> ofTable(List<TableKey> keys, Map<Integer, String> names) {
        Set<TableConstraint> constraints = new LinkedHashSet<>();
        for (char type : new char[] {'p', 'u'}) {
            for (TableKey key : keys) {
                if (key.type() == type && key.columns().size() > 1) {
                    constraints.add(TableConstraint.key(type == 'p' ? PRIMARY_KEY : UNIQUE, key.names(names)));
                }
            }
        }
        return List.copyOf(constraints);
    }

    /**
     * The foreign keys, single columns included.
     *
     * @param database qualified name of the one that the tables are in
     * @param names encoded names of the table's columns by attribute number
     */
    public static List<TableConstraint> toTables(String database, List<TableKey> keys, Map<Integer, String> names) {
        Set<Set<Integer>> uniqueSets = new HashSet<>();
        keys.stream().filter(key -> key.type() != 'f').forEach(key -> uniqueSets.add(Set.copyOf(key.columns())));
        Set<TableConstraint> constraints = new LinkedHashSet<>();
        for (TableKey key : keys) {
            if (key.type() == 'f') {
                String table = Fqn.table(Fqn.child(database, key.referredSchema()), key.referredTable());
                List<String> referred = key.referredColumns().stream()
                        .map(column -> Fqn.column(table, column))
                        .toList();
                boolean unique = uniqueSets.contains(Set.copyOf(key.columns()));
                constraints.add(new TableConstraint(
                        TableConstraint.FOREIGN_KEY,
                        key.names(names),
                        referred,
                        unique ? "ONE_TO_ONE" : "MANY_TO_ONE"));
            }
        }
        return List.copyOf(constraints);
    }

    private List<String> names(Map<Integer, String> names) {
        List<String> mine = new ArrayList<>(columns.size());
        columns.forEach(number -> mine.add(names.get(number)));
        return mine;
    }
}
