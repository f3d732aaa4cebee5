package io.trawl.source.snowflake;

import io.trawl.source.kit.TableKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys with SHOW PRIMARY KEYS, SHOW UNIQUE KEYS and SHOW IMPORTED KEYS. A name of a constraint may stand on several tables,
 * of which one was cloned from the other.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/show-primary-keys">SHOW PRIMARY KEYS</a>
 * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/show-imported-keys">SHOW IMPORTED KEYS</a>
 */
final class SchemaKeys {

    private static final Map<TableKey.Type, String> SHOWN = Map.of(
            TableKey.Type.PRIMARY_KEY, "PRIMARY KEYS",
            TableKey.Type.UNIQUE, "UNIQUE KEYS",
            TableKey.Type.FOREIGN_KEY, "IMPORTED KEYS");

    private final int mostRows;

    /** @param mostRows that SHOW gives at most */
    SchemaKeys(int mostRows) {
        this.mostRows = mostRows;
    }

    /** A constraint of a table. */
    private record Constraint(String table, String name) {}

    /** A row: one column of a key. The referred ones are null unless it is a foreign key. */
    private record Part(
            Constraint constraint,
            int position,
            String column,
            @Nullable String referredDatabase,
            @Nullable String referredSchema,
            @Nullable String referredTable,
            @Nullable String referredColumn) {}

    /** All keys of a schema, by the raw name of their table; empty if it has too many for SHOW. */
    Optional<Map<String, List<TableKey>>> ofSchema(Connection session, SchemaName schema) throws SQLException {
        Map<String, List<TableKey>> keys = new HashMap<>();
        for (TableKey.Type type : TableKey.Type.values()) {
            List<Part> parts = parts(session, type, schema, schema.scope());
            if (parts.size() >= mostRows) {
                return Optional.empty();
            }
            add(keys, type, parts);
        }
        return Optional.of(keys);
    }

    /**
     * Keys of one table.
     *
     * @param types that it has
     */
    List<TableKey> ofTable(Connection session, SchemaName schema, String table, Iterable<TableKey.Type> types)
            throws SQLException {
        Map<String, List<TableKey>> keys = new HashMap<>();
        for (TableKey.Type type : types) {
            String scope = "TABLE " + Identifiers.table(schema.database(), schema.schema(), table);
            add(keys, type, parts(session, type, schema, scope));
        }
        return keys.getOrDefault(table, List.of());
    }

    private static List<Part> parts(Connection session, TableKey.Type type, SchemaName schema, String scope)
            throws SQLException {
        return Query.show(SHOWN.get(type), scope)
                .list(session, row -> type == TableKey.Type.FOREIGN_KEY ? imported(row, schema) : own(row));
    }

    private static Part own(ResultSet row) throws SQLException {
        return new Part(
                new Constraint(ShowRow.text(row, "table_name"), ShowRow.text(row, "constraint_name")),
                row.getInt("key_sequence"),
                ShowRow.text(row, "column_name"),
                null,
                null,
                null,
                null);
    }

    private static Part imported(ResultSet row, SchemaName schema) throws SQLException {
        String database = ShowRow.text(row, "pk_database_name");
        return new Part(
                new Constraint(ShowRow.text(row, "fk_table_name"), ShowRow.text(row, "fk_name")),
                row.getInt("key_sequence"),
                ShowRow.text(row, "fk_column_name"),
                schema.database().equals(database) ? null : database,
                ShowRow.text(row, "pk_schema_name"),
                ShowRow.text(row, "pk_table_name"),
                ShowRow.text(row, "pk_column_name"));
    }

    private static void add(Map<String, List<TableKey>> keys, TableKey.Type type, List<Part> parts) {
        Map<Constraint, List<Part>> constraints = new LinkedHashMap<>();
        parts.forEach(part -> constraints
                .computeIfAbsent(part.constraint(), none -> new ArrayList<>())
                .add(part));
        constraints.forEach((constraint, columns) -> {
            columns.sort(Comparator.comparingInt(Part::position));
            keys.computeIfAbsent(constraint.table(), none -> new ArrayList<>()).add(key(type, columns));
        });
    }

    private static TableKey key(TableKey.Type type, List<Part> columns) {
        Part first = columns.get(0);
        return new TableKey(
                type,
                columns.stream().map(Part::column).toList(),
                first.referredDatabase(),
                first.referredSchema(),
                first.referredTable(),
                type == TableKey.Type.FOREIGN_KEY
                        ? columns.stream().map(Part::referredColumn).toList()
                        : List.of());
    }
}
