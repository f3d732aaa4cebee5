package io.trawl.source.postgresql;

import io.trawl.source.jdbc.Results;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.TableKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table or view with everything that was read of it.
 *
 * @param schema raw name
 * @param name raw name
 * @param description its comment
 * @param owner the role's name
 * @param quotedName schema and name as SQL writes them
 * @param viewDefinition the query of a view, else null
 * @param populated whether it can be queried; false only for a materialized view that was never filled
 * @param storage clauses of its definition about how it is stored, and a view's options; each with a space before it, or
 *     empty; null if the catalog lacks what they name
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
        @Nullable String description,
        String owner,
        String quotedName,
        String viewDefinition,
        boolean populated,
        @Nullable String storage,
        @Nullable String partitionStrategy,
        List<Integer> partitionColumns,
        List<String> policies,
        List<Attribute> columns,
        List<TableKey> keys) {

    /** A row of relations.sql, with no columns and keys yet. */
    static Relation of(ResultSet row) throws SQLException {
        return new Relation(
                row.getString("nspname"),
                row.getString("relname"),
                KindLetters.ofRelation(row.getString("relkind")),
                row.getString("description"),
                row.getString("owner"),
                row.getString("quoted_name"),
                row.getString("view_definition"),
                row.getBoolean("relispopulated"),
                row.getString("storage"),
                row.getString("partstrat"),
                Results.numbers(row, "partition_columns"),
                Results.names(row, "policies"),
                new ArrayList<>(),
                new ArrayList<>());
    }
}
