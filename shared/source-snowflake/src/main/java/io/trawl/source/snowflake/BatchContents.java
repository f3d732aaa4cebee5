package io.trawl.source.snowflake;

import io.trawl.source.kit.TableKey;
import java.util.List;
import java.util.Map;

/**
 * What was read of the objects of a batch, and perhaps of others in their schema.
 *
 * @param tables those that are there
 * @param columns of tables, views and semantic views, by raw name; absent if none can be seen
 * @param keys by the raw name of their table; absent if it has none
 */
record BatchContents(
        Map<ObjectName, SchemaTable> tables,
        Map<String, List<SourceColumn>> columns,
        Map<String, List<TableKey>> keys) {}
