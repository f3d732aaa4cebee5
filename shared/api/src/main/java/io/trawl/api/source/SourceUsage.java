package io.trawl.api.source;

import org.jspecify.annotations.Nullable;

/**
 * What has been asked of a source's server.
 *
 * @param statements how many were sent, or requests where there are no statements; what a driver sends by itself not counted
 * @param warehouseSeconds how long the server has computed for them, in seconds; null if it does not say
 */
public record SourceUsage(long statements, @Nullable Double warehouseSeconds) {}
