package io.trawl.source.snowflake;

import io.trawl.source.kit.TableKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What SHOW says of a whole schema. A part that has as many rows as SHOW gives at most is empty, for some of it would be missing:
 * the batches of such a large schema ask for themselves.
 *
 * @param relations tables and views, by raw name
 * @param others streams, stages and semantic views; always all of them
 * @param columns of tables and views, by their raw names, in their order
 * @param keys by the raw name of their table, which is absent if it has none
 */
record SchemaContents(
        Optional<Map<String, SchemaTable>> relations,
        Map<ObjectName, SchemaTable> others,
        Optional<Map<String, List<SourceColumn>>> columns,
        Optional<Map<String, List<TableKey>>> keys) {

    /** The rows that it takes in a cache. */
    int rows() {
        int rows = rows(others.values());
        rows += relations.map(all -> rows(all.values())).orElse(0);
        rows += columns.map(SchemaContents::elements).orElse(0);
        rows += keys.map(SchemaContents::elements).orElse(0);
        return rows;
    }

    private static int rows(Collection<SchemaTable> tables) {
        return tables.stream().mapToInt(SchemaTable::rows).sum();
    }

    private static int elements(Map<String, ? extends List<?>> lists) {
        return lists.values().stream().mapToInt(List::size).sum();
    }
}
