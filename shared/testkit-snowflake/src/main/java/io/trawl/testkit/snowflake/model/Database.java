package io.trawl.testkit.snowflake.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A database.
 *
 * @param name exact
 * @param kind {@code STANDARD}, {@code IMPORTED DATABASE} or {@code APPLICATION}
 * @param origin of an imported database, else empty
 * @param comment or null
 * @param owner the role
 * @param created when
 * @param usableBy the roles that may use it; null for all. SHOW DATABASES does not list it to others
 * @param schemas in the order of names, without INFORMATION_SCHEMA, which each database has
 * @param tags of the database
 */
public record Database(
        String name,
        String kind,
        String origin,
        String comment,
        String owner,
        Instant created,
        Set<String> usableBy,
        List<Schema> schemas,
        List<Tag> tags) {

    /** A standard database of SYSADMIN that every role may use. */
    public static Database of(String name, Schema... schemas) {
        return of(name, List.of(schemas));
    }

    /** A standard database of SYSADMIN that every role may use. */
    public static Database of(String name, List<Schema> schemas) {
        List<Schema> sorted = new ArrayList<>(schemas);
        sorted.sort(Comparator.comparing(Schema::name, NameOrder.BY_CODE_POINT));
        return new Database(
                name, "STANDARD", "", null, "SYSADMIN", SnowflakeModel.EPOCH, null, List.copyOf(sorted), List.of());
    }

    /** The same with a comment. */
    public Database comment(String words) {
        return new Database(name, kind, origin, words, owner, created, usableBy, schemas, tags);
    }

    /** The same, imported from a share. */
    public Database imported(String share) {
        return new Database(name, "IMPORTED DATABASE", share, comment, owner, created, usableBy, schemas, tags);
    }

    /** The same, but only these roles may use it. */
    public Database onlyFor(String... roles) {
        return new Database(name, kind, origin, comment, owner, created, Set.of(roles), schemas, tags);
    }

    /** The same with these tags. */
    public Database tags(Tag... all) {
        return new Database(name, kind, origin, comment, owner, created, usableBy, schemas, List.of(all));
    }

    /** The same with a schema added, or in the place of the one of its name. */
    public Database with(Schema schema) {
        List<Schema> all = new ArrayList<>(schemas);
        all.removeIf(each -> each.name().equals(schema.name()));
        all.add(schema);
        all.sort(Comparator.comparing(Schema::name, NameOrder.BY_CODE_POINT));
        return new Database(name, kind, origin, comment, owner, created, usableBy, List.copyOf(all), tags);
    }

    /** Whether a role may use it. */
    public boolean usableBy(String role) {
        return usableBy == null || usableBy.contains(role);
    }

    /** A schema by its exact name. */
    public Optional<Schema> schema(String exact) {
        return schemas.stream().filter(schema -> schema.name().equals(exact)).findFirst();
    }
}
