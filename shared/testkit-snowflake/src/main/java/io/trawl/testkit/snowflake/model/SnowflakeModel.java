package io.trawl.testkit.snowflake.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything an account holds.
 *
 * @param databases in the order of names
 * @param accountUsage the roles with IMPORTED PRIVILEGES on the database SNOWFLAKE; to others it does not exist
 */
public record SnowflakeModel(List<Database> databases, Set<String> accountUsage) {

    /** When everything was created for which nothing else is said. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T08:00:00Z");

    /** An account; no role has the grant on SNOWFLAKE. */
    public static SnowflakeModel of(Database... databases) {
        List<Database> sorted = new ArrayList<>(List.of(databases));
        sorted.sort(Comparator.comparing(Database::name, NameOrder.BY_CODE_POINT));
        return new SnowflakeModel(List.copyOf(sorted), Set.of());
    }

    /** The same, but these roles may read SNOWFLAKE.ACCOUNT_USAGE. */
    public SnowflakeModel accountUsageFor(String... roles) {
        return new SnowflakeModel(databases, Set.of(roles));
    }

    /** The same with a database added, or in the place of the one of its name. */
    public SnowflakeModel with(Database database) {
        List<Database> all = new ArrayList<>(databases);
        all.removeIf(each -> each.name().equals(database.name()));
        all.add(database);
        all.sort(Comparator.comparing(Database::name, NameOrder.BY_CODE_POINT));
        return new SnowflakeModel(List.copyOf(all), accountUsage);
    }

    /** A database by its exact name. */
    public Optional<Database> database(String exact) {
        return databases.stream()
                .filter(database -> database.name().equals(exact))
                .findFirst();
    }

    /** A schema by its exact names. */
    public Optional<Schema> schema(String database, String schema) {
        return database(database).flatMap(found -> found.schema(schema));
    }
}
