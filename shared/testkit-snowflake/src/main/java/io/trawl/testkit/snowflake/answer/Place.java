package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;

/** The schema that a SHOW is about, and the role that asks. */
record Place(Database database, Schema schema, String role) {

    String databaseName() {
        return database.name();
    }

    String schemaName() {
        return schema.name();
    }
}
