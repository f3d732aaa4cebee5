/** Snowflake's service, imitated over HTTP for the real driver. Start with {@link SnowflakeServer}. */
package io.trawl.testkit.snowflake;
