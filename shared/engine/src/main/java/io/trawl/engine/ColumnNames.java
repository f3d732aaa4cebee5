package io.trawl.engine;

import io.trawl.api.model.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether OpenMetadata can tell the columns of a table apart. */
final class ColumnNames {

    private ColumnNames() {}

    /** What is wrong with the names of columns and of their children; empty if nothing is. */
    static Optional<String> complaint(List<Column> columns) {
        Map<String, Column> byName = new HashMap<>();
        for (Column column : columns) {
            Column other = byName.putIfAbsent(column.name(), column);
            if (other != null) {
                return Optional.of("columns '%s' and '%s' have the same name in OpenMetadata, '%s': rename one of them"
                        .formatted(other.rawName(), column.rawName(), column.name()));
            }
            Optional<String> below = column.children() == null ? Optional.empty() : complaint(column.children());
            if (below.isPresent()) {
                return below.map(complaint -> "column '" + column.rawName() + "': " + complaint);
            }
        }
        return Optional.empty();
    }
}
