package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The model as a role sees it. What it may not use does not exist for it, and the service says of both the same
 * (docs.snowflake.com/en/user-guide/security-access-control-privileges).
 *
 * @param model everything
 * @param role the session's
 */
public record Catalog(SnowflakeModel model, String role) {

    static final String INFORMATION_SCHEMA = "INFORMATION_SCHEMA";
    static final String SNOWFLAKE = "SNOWFLAKE";

    /** The databases that SHOW DATABASES lists, in the order of names; SNOWFLAKE is one for those with its grant. */
    List<Database> databases() {
        SnowflakeModel all = accountUsage() ? model.with(snowflake()) : model;
        return all.databases().stream()
                .filter(database -> database.usableBy(role))
                .toList();
    }

    boolean accountUsage() {
        return model.accountUsage().contains(role);
    }

    private static Database snowflake() {
        return new Database(
                SNOWFLAKE,
                "APPLICATION",
                "SNOWFLAKE.ACCOUNT_USAGE",
                null,
                "",
                SnowflakeModel.EPOCH,
                null,
                List.of(Schema.builder("ACCOUNT_USAGE").owner("").build()),
                List.of());
    }

    /** A database by name, for SHOW and USE. */
    public Database database(String name) {
        return databases().stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .orElseThrow(SqlException::notThere);
    }

    /** The schemas that SHOW SCHEMAS lists: those that the role may use, and INFORMATION_SCHEMA. */
    List<Schema> schemas(Database database) {
        Schema information = Schema.builder(INFORMATION_SCHEMA).owner("").build();
        return database.with(information).schemas().stream()
                .filter(schema -> schema.usableBy(role))
                .toList();
    }

    /** A schema by names, for SHOW and USE. */
    public Schema schema(String database, String name) {
        return schemas(database(database)).stream()
                .filter(schema -> schema.name().equals(name))
                .findFirst()
                .orElseThrow(SqlException::notThere);
    }

    /** The schemas whose objects INFORMATION_SCHEMA of a database lists. */
    Stream<Schema> usableSchemas(Database database) {
        return database.schemas().stream().filter(schema -> schema.usableBy(role));
    }

    /** A database by name, for SELECT. */
    Database selectable(String name) {
        return databases().stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .orElseThrow(() -> SqlException.doesNotExist("Database", name));
    }
}
