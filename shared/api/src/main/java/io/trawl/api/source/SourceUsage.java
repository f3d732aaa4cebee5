package io.trawl.api.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What has been asked of a source's server.
 *
 * @param statements how many were sent, or requests where there are no statements; what a driver sends by itself not counted
 * @param warehouseSeconds how long the server has computed for them, in seconds; null if it does not say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceUsage(long statements, @Nullable Double warehouseSeconds) {

    /** What came after an earlier state of the same count. */
    SourceUsage since(SourceUsage earlier) {
        return new SourceUsage(
                statements - earlier.statements,
                warehouseSeconds == null || earlier.warehouseSeconds == null
                        ? warehouseSeconds
                        : Double.valueOf(warehouseSeconds - earlier.warehouseSeconds));
    }
}
