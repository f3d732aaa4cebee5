/** Snowflake's service, imitated over HTTP for the real driver. Start with {@code SnowflakeServer}. */
package io.trawl.testkit.snowflake;
