package io.trawl.source.redshift;

import io.trawl.api.util.Blank;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column that is known by its name: of a late-binding view, or of a table that has no oid.
 *
 * @param name raw
 * @param type in the spelling of the catalog that the table is in
 * @param partPosition place in the partition key, 0 for none
 * @param constraint {@code NULL} or {@code NOT_NULL}; null if that catalog does not say
 * @param description its comment
 */
record NamedColumn(
        String name,
        String type,
        int partPosition,
        @Nullable String constraint,
        @Nullable String description) {

    /** A column of a late-binding view, of which no more is known. */
    static NamedColumn ofView(String name, String type) {
        return new NamedColumn(name, type, 0, null, null);
    }

    /** A row of external-columns.sql or shared-columns.sql. */
    static NamedColumn of(ResultSet row) throws SQLException {
        return new NamedColumn(
                row.getString("column_name"),
                SourceType.text(
                        row.getString("data_type"),
                        number(row, "character_maximum_length"),
                        number(row, "numeric_precision"),
                        number(row, "numeric_scale")),
                row.getInt("part_key"),
                constraint(row.getString("is_nullable")),
                Blank.toNull(row.getString("remarks")));
    }

    private static Integer number(ResultSet row, String column) throws SQLException {
        int number = row.getInt(column);
        return row.wasNull() ? null : number;
    }

    /** The views of external tables say true and false, those of all databases YES and NO. */
    private static String constraint(String nullable) {
        return switch (nullable == null ? "" : nullable.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> "NULL";
            case "false", "no" -> "NOT_NULL";
            default -> null;
        };
    }

    /** The raw names of the columns of the partition key, in their order. */
    static List<String> partition(List<NamedColumn> columns) {
        return columns.stream()
                .filter(column -> column.partPosition() > 0)
                .sorted(Comparator.comparingInt(NamedColumn::partPosition))
                .map(NamedColumn::name)
                .toList();
    }
}
