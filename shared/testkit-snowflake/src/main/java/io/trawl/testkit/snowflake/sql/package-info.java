/** The few statements that the imitated Snowflake understands, parsed strictly. */
package io.trawl.testkit.snowflake.sql;
