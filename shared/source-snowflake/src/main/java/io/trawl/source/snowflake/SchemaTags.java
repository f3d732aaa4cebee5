package io.trawl.source.snowflake;

import io.trawl.api.model.TagLabel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tags on the tables and columns of a schema.
 *
 * @param labels each at least one
 */
record SchemaTags(Map<Target, List<TagLabel>> labels) {

    /** No tags: they are not wanted, or could not be read. */
    static final SchemaTags NONE = new SchemaTags(Map.of());

    /**
     * What carries a tag.
     *
     * @param table raw name
     * @param column raw name; null for the table itself
     */
    record Target(String table, @Nullable String column) {}

    /** Those of a table, or of one of its columns; null if there are none. */
    @Nullable
    List<TagLabel> of(String table, @Nullable String column) {
        return labels.get(new Target(table, column));
    }

    /** The rows that it takes in a cache. */
    int rows() {
        return labels.values().stream().mapToInt(List::size).sum();
    }
}
