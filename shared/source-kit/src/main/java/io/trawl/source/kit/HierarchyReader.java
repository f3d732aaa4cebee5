package io.trawl.source.kit;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.Hierarchy.Schema;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.TrawlException;
import io.trawl.api.source.SourceStoppedException;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.FilterCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the service, its databases and schemas, and the tags that its tables may carry. */
final class HierarchyReader<S> {

    private static final String STANDARD_SCHEMA = "information_schema";

    private final SourceSettings settings;
    private final DatabaseAccess<S> server;
    private final Dialect<S> dialect;

    HierarchyReader(SourceSettings settings, DatabaseAccess<S> server, Dialect<S> dialect) {
        this.settings = settings;
        this.server = server;
        this.dialect = dialect;
    }

    /**
     * Reads the hierarchy.
     *
     * @throws TrawlException if the configured database cannot be reached
     */
    Hierarchy read() {
        PartialResult<String, DatabaseInfo> listed = databases();
        FilterCounts databaseFilter = new FilterCounts(settings.filters(), EntityType.DATABASE);
        FilterCounts schemaFilter = new FilterCounts(settings.filters(), EntityType.DATABASE_SCHEMA);
        boolean complete = settings.all();
        int filtered = 0;
        Optional<TagReader<S>> tags = dialect.tags();
        List<DatabaseInfo> usable = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        List<HierarchyFailure> failures = new ArrayList<>();
        for (Map.Entry<String, Exception> each : listed.unreadable().entrySet()) {
            if (allows(databaseFilter, each.getKey())) {
                failures.add(unreadable(EntityType.DATABASE, settings.database(), each.getValue(), each.getKey()));
            } else {
                filtered++;
            }
        }
        for (DatabaseInfo each : listed.found()) {
            if (!allows(databaseFilter, each.name())) {
                filtered++;
            } else if (each.usable()) {
                usable.add(each);
            } else {
                complete = false;
                unusable.add(each.name());
            }
        }
        List<Contents> contents = contents(usable, schemaFilter, tags);
        for (Contents each : contents) {
            failures.addAll(each.failures());
            filtered += each.filtered();
        }
        tags.ifPresent(collected -> failures.addAll(collected.failures()));
        return new Hierarchy(
                new Hierarchy.Service(settings.service(), settings.serviceType(), null),
                contents.stream().map(Contents::database).toList(),
                tags.map(TagReader::classifications).orElse(List.of()),
                complete,
                filtered,
                warnings(unusable, databaseFilter, schemaFilter),
                failures);
    }

    private List<String> warnings(List<String> unusable, FilterCounts... asked) {
        List<String> warnings = new ArrayList<>();
        if (!unusable.isEmpty()) {
            warnings.add(server.messages()
                    .about(
                            settings.database(),
                            "databases that take no connection of this role are left out: "
                                    + String.join(", ", unusable)));
        }
        for (FilterCounts filter : asked) {
            filter.warning().ifPresent(warnings::add);
        }
        return warnings;
    }

    /** The databases that are asked for, before the filter. */
    private PartialResult<String, DatabaseInfo> databases() {
        try {
            return server.readOnceReached(settings.database(), session -> dialect.databases(session, settings.all()));
        } catch (Exception e) {
            throw server.messages().exception(settings.database(), e);
        }
    }

    /** The schemas of a database, before the filter. */
    private PartialResult<String, Schema> schemas(String ofDatabase) throws Exception {
        return server.readWithRetry(ofDatabase, session -> dialect.schemas(session, ofDatabase));
    }

    private HierarchyFailure unreadable(EntityType type, String inDatabase, Exception failure, String... names) {
        List<String> parts = new ArrayList<>(List.of(settings.service()));
        parts.addAll(List.of(names));
        return new HierarchyFailure(
                type,
                Fqn.of(parts.toArray(String[]::new)),
                server.messages().kind(failure),
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
    Set<String> names(EntityType type, @Nullable String ofDatabase) {
        try {
            if (type == EntityType.DATABASE) {
                return databases().orThrow().stream()
                        .map(listed -> Fqn.of(settings.service(), listed.name()))
                        .collect(Collectors.toSet());
            }
            return schemas(ofDatabase).orThrow().stream()
                    .map(schema -> Fqn.of(settings.service(), ofDatabase, schema.name()))
                    .collect(Collectors.toSet());
        } catch (Exception e) {
            throw server.messages().exception(ofDatabase == null ? settings.database() : ofDatabase, e);
        }
    }

    /** As in OpenMetadata, a database that is named alone is not filtered. */
    private boolean allows(FilterCounts filter, String databaseName) {
        return !settings.all() || filter.allows(databaseName, Fqn.of(settings.service(), databaseName));
    }

    /** A schema that every database has does not count: an empty database would seem to be filtered. */
    private boolean allows(FilterCounts filter, String databaseName, String schema) {
        String fqn = Fqn.of(settings.service(), databaseName, schema);
        return schema.equalsIgnoreCase(STANDARD_SCHEMA)
                ? settings.filters().allows(EntityType.DATABASE_SCHEMA, schema, fqn)
                : filter.allows(schema, fqn);
    }

    /** What one database holds, the filter applied. */
    private record Contents(Hierarchy.Database database, List<HierarchyFailure> failures, int filtered) {}

    /** What the server has said of a database's schemas; one of the two is null. */
    private record Answer(
            DatabaseInfo database,
            @Nullable PartialResult<String, Schema> schemas,
            @Nullable Exception failure) {}

    /**
     * What the databases hold, in their order. If one session serves all of them, their schemas are read in parallel; else a
     * database is done with before the next one, for which another session must be opened.
     */
    private List<Contents> contents(List<DatabaseInfo> databases, FilterCounts filter, Optional<TagReader<S>> tags) {
        boolean oneServesAll = dialect.traits().sessions() == Traits.Sessions.FOR_ALL;
        Map<String, Contents> byName = new HashMap<>();
        ParallelReads.<DatabaseInfo, Answer>run(
                databases,
                oneServesAll ? server.pool().limit() : 1,
                (database, found) -> found.accept(ask(database)),
                answer -> byName.put(answer.database().name(), contents(answer, filter, tags)));
        return databases.stream().map(database -> byName.get(database.name())).toList();
    }

    private Answer ask(DatabaseInfo database) {
        try {
            return new Answer(database, schemas(database.name()), null);
        } catch (SourceStoppedException e) {
            throw e;
        } catch (Exception e) {
            return new Answer(database, null, e);
        }
    }

    private Contents contents(Answer answer, FilterCounts filter, Optional<TagReader<S>> tags) {
        String name = answer.database().name();
        String description = answer.database().description();
        List<HierarchyFailure> failures = new ArrayList<>();
        List<Schema> schemas = List.of();
        Failure failure = null;
        int filtered = 0;
        try {
            PartialResult<String, Schema> result = schemas(answer);
            schemas = result.found().stream()
                    .filter(schema -> allows(filter, name, schema.name()))
                    .toList();
            filtered = result.found().size() - schemas.size();
            for (Map.Entry<String, Exception> each : result.unreadable().entrySet()) {
                if (allows(filter, name, each.getKey())) {
                    failures.add(unreadable(EntityType.DATABASE_SCHEMA, name, each.getValue(), name, each.getKey()));
                } else {
                    filtered++;
                }
            }
            if (tags.isPresent() && !schemas.isEmpty()) {
                readTags(tags.get(), name, schemas);
            }
        } catch (ConfigException | SourceStoppedException e) {
            throw e; // a filter that takes too long is the workflow's fault, not the database's
        } catch (Exception e) {
            failure = server.messages().failure(name, e);
            schemas = List.of();
        }
        return new Contents(new Hierarchy.Database(name, description, schemas, failure), failures, filtered);
    }

    private PartialResult<String, Schema> schemas(Answer answer) throws Exception {
        if (answer.failure() != null) {
            throw answer.failure();
        }
        if (answer.schemas().found().isEmpty() && answer.schemas().unreadable().isEmpty()) {
            throw new TrawlException(
                    FailureKind.PERMISSION,
                    server.messages()
                            .about(
                                    answer.database().name(),
                                    "it shows no schema, so nothing is known of what it holds"));
        }
        return answer.schemas();
    }

    private void readTags(TagReader<S> tags, String database, List<Schema> schemas) throws Exception {
        Set<String> covered = schemas.stream().map(Schema::name).collect(Collectors.toSet());
        server.readWithRetry(database, session -> {
            tags.read(session, covered, failed -> server.messages().about(database, failed));
            return null;
        });
    }
}
