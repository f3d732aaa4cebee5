package io.trawl.source.snowflake;

import io.trawl.source.jdbc.Results;
import io.trawl.source.kit.TableKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads some tables of a schema that has more than SHOW says at once, by their names, so that memory has a bound. Columns need a
 * warehouse; Snowflake refuses to say too many at once (90030), which fails the statement.
 */
final class LargeSchema {

    private static final Query COLUMNS = Query.load("columns.sql");
    private static final Query CONSTRAINTS = Query.load("constraints.sql");

    private static final Map<String, TableKey.Type> KEY_TYPES = Map.of(
            "PRIMARY KEY", TableKey.Type.PRIMARY_KEY,
            "UNIQUE", TableKey.Type.UNIQUE,
            "FOREIGN KEY", TableKey.Type.FOREIGN_KEY);

    private final SchemaKeys keys;
    private final int mostRows;

    /** @param mostRows that SHOW gives at most */
    LargeSchema(int mostRows) {
        this.mostRows = mostRows;
        this.keys = new SchemaKeys(mostRows);
    }

    /**
     * What SHOW says of some tables or views: those in the pages from just before the first name to the last. If one is not
     * there, all pages are read before it is called gone: Snowflake does not document what {@code FROM} does if no name begins
     * with its text.
     *
     * @param objects {@code TABLES} or {@code VIEWS}
     * @param names raw, at least one
     */
    Map<String, SchemaTable> tables(
            Connection session,
            SchemaName schema,
            String objects,
            Results.Row<SchemaTable> row,
            Collection<String> names)
            throws SQLException {
        Set<String> wanted = new HashSet<>(names);
        Map<String, SchemaTable> found = new HashMap<>();
        String before = CodePoints.justBefore(Collections.min(wanted, CodePoints.ORDER));
        read(session, schema, objects, row, before, wanted, found);
        if (found.size() < wanted.size() && before != null) {
            read(session, schema, objects, row, null, wanted, found);
        }
        ShownTables.complete(session, schema, found);
        return found;
    }

    private void read(
            Connection session,
            SchemaName schema,
            String objects,
            Results.Row<SchemaTable> row,
            @Nullable String from,
            Set<String> wanted,
            Map<String, SchemaTable> found)
            throws SQLException {
        String last = Collections.max(wanted, CodePoints.ORDER);
        String after = from;
        boolean more = true;
        while (more && found.size() < wanted.size()) {
            List<SchemaTable> page = ShowPages.page(session, objects, schema.scope(), mostRows, after, row);
            page.stream()
                    .filter(table -> wanted.contains(table.name()))
                    .forEach(table -> found.put(table.name(), table));
            more = page.size() >= mostRows;
            if (more) {
                after = page.get(page.size() - 1).name();
                more = CodePoints.ORDER.compare(after, last) < 0;
            }
        }
    }

    /** Columns of some tables and views, in their order, by the raw name of their table. */
    Map<String, List<SourceColumn>> columns(Connection session, SchemaName schema, Collection<String> names)
            throws SQLException {
        Map<String, List<SourceColumn>> columns = new HashMap<>();
        CatalogTypes types = new CatalogTypes();
        COLUMNS.ofNames(schema, names).each(session, row -> {
            SourceType type = types.of(
                    row.getString("DATA_TYPE"),
                    number(row, "CHARACTER_MAXIMUM_LENGTH"),
                    number(row, "NUMERIC_PRECISION"),
                    number(row, "NUMERIC_SCALE"),
                    number(row, "DATETIME_PRECISION"),
                    !"NO".equals(row.getString("IS_NULLABLE")));
            columns.computeIfAbsent(row.getString("TABLE_NAME"), none -> new ArrayList<>())
                    .add(new SourceColumn(row.getString("COLUMN_NAME"), type, ShowRow.text(row, "COMMENT")));
        });
        return columns;
    }

    /** Keys of some tables, by the raw name of their table; asked for only of those that have some. */
    Map<String, List<TableKey>> keys(Connection session, SchemaName schema, Collection<String> names)
            throws SQLException {
        Map<String, Set<TableKey.Type>> types = new HashMap<>();
        CONSTRAINTS.ofNames(schema, names).each(session, row -> {
            TableKey.Type type = KEY_TYPES.get(row.getString("CONSTRAINT_TYPE"));
            if (type != null) {
                types.computeIfAbsent(row.getString("TABLE_NAME"), none -> EnumSet.noneOf(TableKey.Type.class))
                        .add(type);
            }
        });
        Map<String, List<TableKey>> all = new HashMap<>();
        for (Map.Entry<String, Set<TableKey.Type>> each : types.entrySet()) {
            all.put(each.getKey(), keys.ofTable(session, schema, each.getKey(), each.getValue()));
        }
        return all;
    }

    private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : Integer.valueOf(number);
    }
}
