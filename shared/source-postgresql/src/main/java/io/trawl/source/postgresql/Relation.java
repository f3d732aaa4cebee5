package io.trawl.source.postgresql;

import io.trawl.core.model.EntityType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table or view with everything that was read of it.
 *
 * @param schema raw name
 * @param name raw name
 * @param description its comment, or null
 * @param owner the role's name
 * @param quotedName schema and name as SQL writes them
 * @param viewDefinition the query of a view, else null
 * @param partitionStrategy l, h or r; null if it is not partitioned
 * @param partitionColumns attribute numbers of the partition key; 0 stands for an expression
 * @param policies names of its row-level security policies
 * @param columns in their order
 * @param keys its constraints
 */
record Relation(
        String schema,
        String name,
        Kind kind,
        String description,
        String owner,
        String quotedName,
        String viewDefinition,
        String partitionStrategy,
        List<Integer> partitionColumns,
        List<String> policies,
        List<Attribute> columns,
        List<Key> keys) {

    /**
     * A primary, unique or foreign key.
     *
     * @param type p, u or f
     * @param columns attribute numbers
     * @param referredSchema raw name; null unless it is a foreign key
     * @param referredTable raw name; null unless it is a foreign key
     * @param referredColumns raw names, in the order of {@code columns}
     */
    record Key(
            char type,
            List<Integer> columns,
            String referredSchema,
            String referredTable,
            List<String> referredColumns) {

        static Key of(ResultSet row) throws SQLException {
            return new Key(
                    row.getString("contype").charAt(0),
                    Results.numbers(row, "conkey"),
                    row.getString("referred_schema"),
                    row.getString("referred_table"),
                    Results.names(row, "referred_columns"));
        }
    }

    /** A row of relations.sql, with no columns and keys yet. */
    static Relation of(ResultSet row) throws SQLException {
        return new Relation(
                row.getString("nspname"),
                row.getString("relname"),
                Kind.of(EntityType.TABLE, row.getString("relkind")),
                row.getString("description"),
                row.getString("owner"),
                row.getString("quoted_name"),
                row.getString("view_definition"),
                row.getString("partstrat"),
                Results.numbers(row, "partition_columns"),
                Results.names(row, "policies"),
                new ArrayList<>(),
                new ArrayList<>());
    }
}
