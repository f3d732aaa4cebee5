/**
 * Snowflake as a source. SHOW commands, which need no warehouse, say most; a warehouse is used only for what they cannot say. Start
 * with {@code SnowflakeDialect}.
 *
 * <p>No statement may be sent that is not in docs/snowflake.md; {@code testkit-snowflake} refuses every other.
 */
package io.trawl.source.snowflake;
