/** What an imitated Snowflake account holds: immutable descriptions of databases, schemas and objects. */
package io.trawl.testkit.snowflake.model;
