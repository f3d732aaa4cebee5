package io.trawl.source.jdbc;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Classification;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.FilterTally;
import io.trawl.api.workflow.Filters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the service, its databases and schemas, and the tags that its tables may carry. */
public final class HierarchyReader {

    /** For a source whose tables carry no tags. */
    public static final Supplier<Tags> NO_TAGS = () -> null;

    private static final String STANDARD_SCHEMA = "information_schema";

    private final String service;
    private final String serviceType;
    private final String database;
    private final boolean all;
    private final Filters filters;
    private final Databases server;
    private final HierarchyQueries queries;
    private final Supplier<Tags> newTags;

    /**
     * @param service its name
     * @param serviceType OpenMetadata's, {@code Postgres} for example
     * @param database to connect to, and the one that is read unless all are
     * @param all whether every database is read that the role may connect to and the filter lets through
     * @param newTags collects the tags of a hierarchy, or {@link #NO_TAGS}
     */
    public HierarchyReader(
            String service,
            String serviceType,
            String database,
            boolean all,
            Filters filters,
            Databases server,
            Statements statements,
            Supplier<Tags> newTags) {
        this.service = service;
        this.serviceType = serviceType;
        this.database = database;
        this.all = all;
        this.filters = filters;
        this.server = server;
        this.queries = new HierarchyQueries(server, statements);
        this.newTags = newTags;
    }

    /** What lists the databases of a server and the schemas of a database. */
    public interface Statements {

        /**
         * Databases in the order of their names.
         *
         * @param all whether all are asked for; else the session's own
         */
        List<Listed> databases(Connection session, boolean all) throws SQLException;

        /**
         * Schemas of a database in the order of their names, the server's own left out.
         *
         * @param session that the connector opened for the database
         * @param database raw name
         */
        List<Schema> schemas(Connection session, String database) throws SQLException;

        /**
         * The same databases when one of them keeps them from being read together, and those that cannot be read, by a name
         * to show.
         *
         * @param failure of reading them together, to be thrown by a source that can do no better
         */
        default Isolated<String, Listed> databases(Connection session, boolean all, SQLException failure)
                throws SQLException {
            throw failure;
        }

        /** The same for {@linkplain #schemas(Connection, String) schemas}. */
        default Isolated<String, Schema> schemas(Connection session, String database, SQLException failure)
                throws SQLException {
            throw failure;
        }
    }

    /** Collects the tags that entities may carry, over all databases. */
    public interface Tags {

        /**
         * Reads those of some schemas of the session's database. One that cannot be read does not hinder the others.
         *
         * @param describe says of a failure what the server has answered, and which database it is about
         * @throws SQLException if the session is lost or the server has too many
         */
        void read(Connection session, Set<String> schemas, Function<SQLException, String> describe) throws SQLException;

        /** What was found; empty for none. */
        List<Classification> classifications();

        /** What could not be read, and is in no classification. */
        List<HierarchyFailure> failures();
    }

    /**
     * A database of the server.
     *
     * @param description its comment, or null
     * @param usable whether it allows connections, and the role's
     */
    public record Listed(String name, String description, boolean usable) {}

    /**
     * Reads the hierarchy.
     *
     * @throws TrawlException if the configured database cannot be reached
     */
    public Hierarchy read() {
        Isolated<String, Listed> listed = databases();
        FilterTally databaseFilter = new FilterTally(filters, EntityType.DATABASE);
        FilterTally schemaFilter = new FilterTally(filters, EntityType.DATABASE_SCHEMA);
        boolean complete = all;
        int filtered = 0;
        Tags tags = newTags.get();
        List<Hierarchy.Database> databases = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        List<HierarchyFailure> failures = new ArrayList<>();
        for (Map.Entry<String, SQLException> each : listed.unreadable().entrySet()) {
            if (allows(databaseFilter, each.getKey())) {
                failures.add(unreadable(EntityType.DATABASE, database, each.getValue(), each.getKey()));
            } else {
                filtered++;
            }
        }
        for (Listed each : listed.found()) {
            if (!allows(databaseFilter, each.name())) {
                filtered++;
            } else if (each.usable()) {
                filtered += addDatabase(each, databases, schemaFilter, tags, failures);
            } else {
                complete = false;
                unusable.add(each.name());
            }
        }
        if (tags != null) {
            failures.addAll(tags.failures());
        }
        return new Hierarchy(
                new Hierarchy.Service(service, serviceType, null),
                databases,
                tags == null ? List.of() : tags.classifications(),
                complete,
                filtered,
                warnings(unusable, databaseFilter, schemaFilter),
                failures);
    }

    private List<String> warnings(List<String> unusable, FilterTally... asked) {
        List<String> warnings = new ArrayList<>();
        if (!unusable.isEmpty()) {
            warnings.add(server.messages()
                    .about(
                            database,
                            "databases that take no connection of this role are left out: "
                                    + String.join(", ", unusable)));
        }
        for (FilterTally filter : asked) {
            filter.warning().ifPresent(warnings::add);
        }
        return warnings;
    }

    private Isolated<String, Listed> databases() {
        try {
            return queries.databases(database, all);
        } catch (SQLException e) {
            throw server.messages().exception(database, e);
        }
    }

    private HierarchyFailure unreadable(EntityType type, String inDatabase, SQLException failure, String... names) {
        List<String> parts = new ArrayList<>(List.of(service));
        parts.addAll(List.of(names));
        return new HierarchyFailure(
                type,
                Fqn.of(parts.toArray(String[]::new)),
                SqlFailures.kindOf(failure),
                server.messages()
                        .about(
                                inDatabase,
                                type.wireName() + " '" + names[names.length - 1] + "' cannot be read: "
                                        + server.messages().detail(failure)));
    }

    /**
     * Fully qualified names of all databases, or of all schemas of one, before the filters.
     *
     * @param ofDatabase raw name; null for databases
     * @throws TrawlException if they cannot be listed
     */
    public Set<String> names(EntityType type, String ofDatabase) {
        try {
            if (type == EntityType.DATABASE) {
                return HierarchyQueries.complete(queries.databases(database, all)).stream()
                        .map(listed -> Fqn.of(service, listed.name()))
                        .collect(Collectors.toSet());
            }
            return HierarchyQueries.complete(queries.schemas(ofDatabase)).stream()
                    .map(schema -> Fqn.of(service, ofDatabase, schema.name()))
                    .collect(Collectors.toSet());
        } catch (SQLException e) {
            throw server.messages().exception(ofDatabase == null ? database : ofDatabase, e);
        }
    }

    /** As in OpenMetadata, a database that is named alone is not filtered. */
    private boolean allows(FilterTally filter, String databaseName) {
        return !all || filter.allows(databaseName, Fqn.of(service, databaseName));
    }

    /** A schema that every database has does not count: an empty database would seem to be filtered. */
    private boolean allows(FilterTally filter, String databaseName, String schema) {
        String fqn = Fqn.of(service, databaseName, schema);
        return schema.equals(STANDARD_SCHEMA)
                ? filters.allows(EntityType.DATABASE_SCHEMA, schema, fqn)
                : filter.allows(schema, fqn);
    }

    /** Adds a database with its schemas, or with its failure; answers how many schemas the filter left out. */
    private int addDatabase(
            Listed listed,
            List<Hierarchy.Database> databases,
            FilterTally filter,
            Tags tags,
            List<HierarchyFailure> failures) {
        String name = listed.name();
        List<Schema> schemas = List.of();
        Failure failure = null;
        int filtered = 0;
        try {
            Isolated<String, Schema> isolated = queries.schemas(name);
            if (isolated.found().isEmpty() && isolated.unreadable().isEmpty()) {
                throw new TrawlException(
                        FailureKind.PERMISSION,
                        server.messages().about(name, "it shows no schema, so nothing is known of what it holds"));
            }
            schemas = isolated.found().stream()
                    .filter(schema -> allows(filter, name, schema.name()))
                    .toList();
            filtered = isolated.found().size() - schemas.size();
            for (Map.Entry<String, SQLException> each : isolated.unreadable().entrySet()) {
                if (allows(filter, name, each.getKey())) {
                    failures.add(unreadable(EntityType.DATABASE_SCHEMA, name, each.getValue(), name, each.getKey()));
                } else {
                    filtered++;
                }
            }
            if (newTags != NO_TAGS && !schemas.isEmpty()) {
                Set<String> covered = schemas.stream().map(Schema::name).collect(Collectors.toSet());
                server.readPatiently(name, session -> {
                    tags.read(session, covered, failed -> server.messages().about(name, failed));
                    return null;
                });
            }
        } catch (SQLException e) {
            failure = server.messages().failure(name, e);
            schemas = List.of();
        } catch (TrawlException e) {
            failure = new Failure(e.kind(), e.getMessage());
            schemas = List.of();
        }
        databases.add(new Hierarchy.Database(name, listed.description(), schemas, failure));
        return filtered;
    }
}
