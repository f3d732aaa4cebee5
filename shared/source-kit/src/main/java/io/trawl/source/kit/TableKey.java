package io.trawl.source.kit;

import io.trawl.api.model.Fqn;
import io.trawl.api.model.TableConstraint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A primary, unique or foreign key of a table.
 *
 * @param type which of the three
 * @param columns raw names
 * @param referredDatabase raw name, if the table that it refers to is in another database; null if it is in the table's own, and
 *     unless it is a foreign key
 * @param referredSchema raw name; null unless it is a foreign key
 * @param referredTable raw name; null unless it is a foreign key
 * @param referredColumns raw names, in the order of {@code columns}; empty unless it is a foreign key
 */
public record TableKey(
        Type type,
        List<String> columns,
        @Nullable String referredDatabase,
        @Nullable String referredSchema,
        @Nullable String referredTable,
        List<String> referredColumns) {

    /** What a key demands. */
    public enum Type {
        PRIMARY_KEY,
        UNIQUE,
        FOREIGN_KEY
    }

    /** {@code PRIMARY_KEY} or {@code UNIQUE} for each column that alone is one, by raw name. */
    public static Map<String, String> ofColumns(List<TableKey> keys) {
        Map<String, String> constraints = new HashMap<>();
        for (TableKey key : keys) {
            if (key.columns().size() == 1 && key.type() != Type.FOREIGN_KEY) {
                constraints.merge(
                        key.columns().get(0),
                        key.type().name(),
                        (one, other) -> one.equals(Type.PRIMARY_KEY.name()) ? one : other);
            }
        }
        return constraints;
    }

    /** The primary key first, then the other keys, each over several columns. */
    public static List<TableConstraint> ofTable(List<TableKey> keys) {
        Set<TableConstraint> constraints = new LinkedHashSet<>();
        for (Type type : List.of(Type.PRIMARY_KEY, Type.UNIQUE)) {
            for (TableKey key : keys) {
                if (key.type() == type && key.columns().size() > 1) {
                    constraints.add(TableConstraint.key(type.name(), key.encodedColumns()));
                }
            }
        }
        return List.copyOf(constraints);
    }

    /**
     * The foreign keys, single columns included.
     *
     * @param database qualified name of the one that the tables are in
     */
    public static List<TableConstraint> toTables(String database, List<TableKey> keys) {
        Set<Set<String>> uniqueSets = new HashSet<>();
        keys.stream()
                .filter(key -> key.type() != Type.FOREIGN_KEY)
                .forEach(key -> uniqueSets.add(Set.copyOf(key.columns())));
        Set<TableConstraint> constraints = new LinkedHashSet<>();
        for (TableKey key : keys) {
            if (key.type() == Type.FOREIGN_KEY) {
                String table = key.referredTable(database);
                List<String> referred = key.referredColumns().stream()
                        .map(column -> Fqn.column(table, column))
                        .toList();
                boolean unique = uniqueSets.contains(Set.copyOf(key.columns()));
                constraints.add(new TableConstraint(
                        TableConstraint.FOREIGN_KEY,
                        key.encodedColumns(),
                        referred,
                        unique ? "ONE_TO_ONE" : "MANY_TO_ONE"));
            }
        }
        return List.copyOf(constraints);
    }

    /** Qualified name, for a table in this database, which is qualified too. */
    private String referredTable(String ownDatabase) {
        String database = referredDatabase == null ? ownDatabase : Fqn.child(Fqn.parent(ownDatabase), referredDatabase);
        return Fqn.table(Fqn.child(database, referredSchema), referredTable);
    }

    private List<String> encodedColumns() {
        return columns.stream().map(Fqn::encodeInTable).toList();
    }
}
