/** What the imitated Snowflake answers: SHOW, INFORMATION_SCHEMA, ACCOUNT_USAGE and GET_DDL over a model. */
package io.trawl.testkit.snowflake.answer;
