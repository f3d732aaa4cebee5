package io.trawl.source.snowflake;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table or view.
 *
 * @param name raw
 * @param description its comment
 */
record SourceColumn(String name, SourceType type, @Nullable String description) {}
