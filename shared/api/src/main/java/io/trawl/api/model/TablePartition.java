package io.trawl.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a table is partitioned, column by column. */
public record TablePartition(List<PartitionColumn> columns) {

    public TablePartition {
        columns = List.copyOf(columns);
    }

    /**
     * @param columnName encoded name of a column of the table
     * @param intervalType {@code TIME-UNIT}, {@code INTEGER-RANGE}, {@code INGESTION-TIME}, {@code COLUMN-VALUE},
     *     {@code INJECTED}, {@code ENUM} or {@code OTHER}
     * @param interval for example {@code daily}; null if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PartitionColumn(
            String columnName,
            String intervalType,
            @Nullable String interval) {}
}
