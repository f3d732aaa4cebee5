package io.trawl.source.redshift;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/**
 * A column of an external table.
 *
 * @param name raw
 * @param type in the spelling of the catalog that the table is in
 * @param partPosition place in the partition key, 0 for none
 * @param constraint {@code NULL} or {@code NOT_NULL}; null if that catalog does not say
 */
record ExternalColumn(String name, String type, int partPosition, String constraint) {

    /** A row of external-columns.sql. */
    static ExternalColumn of(ResultSet row) throws SQLException {
        String nullable = row.getString("is_nullable");
        return new ExternalColumn(
                row.getString("columnname"),
                row.getString("external_type"),
                row.getInt("part_key"),
                "true".equals(nullable) ? "NULL" : "false".equals(nullable) ? "NOT_NULL" : null);
    }

    /** The raw names of the columns of the partition key, in their order. */
    static List<String> partition(List<ExternalColumn> columns) {
        return columns.stream()
                .filter(column -> column.partPosition() > 0)
                .sorted(Comparator.comparingInt(ExternalColumn::partPosition))
                .map(ExternalColumn::name)
                .toList();
    }
}
