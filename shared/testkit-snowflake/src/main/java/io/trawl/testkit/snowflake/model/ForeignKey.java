package io.trawl.testkit.snowflake.model;

import java.util.List;

/**
 * A foreign key; it may lead to another schema or database.
 *
 * @param constraint its name, which another table of the schema may use too
 * @param columns in the key's order
 * @param database of the other table
 * @param schema of the other table
 * @param table the other table
 * @param references its columns, one for each of {@code columns}
 * @param key the name of the other table's key
 */
public record ForeignKey(
        String constraint,
        List<String> columns,
        String database,
        String schema,
        String table,
        List<String> references,
        String key) {}
