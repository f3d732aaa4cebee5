package io.trawl.api.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written to the sink before any entity: the service, its databases and their schemas, and the tags the
 * entities will carry. Names are raw, as the source has them.
 *
 * @param databases the databases this run covers, after the filters
 * @param classifications tags that entities of this run may carry; empty if none
 * @param databasesListedCompletely whether every database of the service was looked at; false if the workflow names one
 *     database, and then no database may be deleted
 * @param filtered how many databases and schemas the filters left out
 * @param warnings what was left out for another reason, or is otherwise worth knowing: a line each
 * @param failures databases, schemas and tags that could not be read and are in none of the other lists; then the list they
 *     would be in is not complete, and nothing of their type may be deleted there
 */
public record Hierarchy(
        Service service,
        List<Database> databases,
        List<Classification> classifications,
        boolean databasesListedCompletely,
        int filtered,
        List<String> warnings,
        List<HierarchyFailure> failures) {

    public Hierarchy {
        databases = List.copyOf(databases);
        classifications = List.copyOf(classifications);
        warnings = List.copyOf(warnings);
        failures = List.copyOf(failures);
    }

    /** A hierarchy of which everything could be read, with nothing to warn of. */
    public Hierarchy(
            Service service,
            List<Database> databases,
            List<Classification> classifications,
            boolean databasesListedCompletely,
            int filtered) {
        this(service, databases, classifications, databasesListedCompletely, filtered, List.of(), List.of());
    }

    /** Everything that could not be read: {@link #failures}, and the databases that were found but not looked into. */
    public List<HierarchyFailure> allFailures() {
        List<HierarchyFailure> all = new ArrayList<>(failures);
        databases.stream()
                .filter(database -> database.failure() != null)
                .forEach(database ->
                        all.add(database.failure().of(EntityType.DATABASE, Fqn.of(service.name(), database.name()))));
        return all;
    }

    /**
     * @param name the workflow's serviceName
     * @param serviceType OpenMetadata's name, for example {@code Postgres}
     * @param description null if none
     */
    public record Service(
            String name, String serviceType, @Nullable String description) {}

    /**
     * @param name raw name
     * @param description the source's comment
     * @param schemas the schemas this run covers, after the filters
     * @param failure null if the schemas were listed completely; else what went wrong, and then nothing in this database
     *     may be deleted
     */
    public record Database(
            String name,
            @Nullable String description,
            List<Schema> schemas,
            @Nullable Failure failure) {
        public Database {
            schemas = List.copyOf(schemas);
        }
    }

    /**
     * @param name raw name
     * @param description the source's comment
     */
    public record Schema(String name, @Nullable String description) {}

    /**
     * @param name for example {@code PostgresPolicyTags}
     * @param description required by OpenMetadata
     */
    public record Classification(String name, String description, List<Tag> tags) {
        public Classification {
            tags = List.copyOf(tags);
        }
    }

    /**
     * @param name raw name
     * @param description required by OpenMetadata
     */
    public record Tag(String name, String description) {}

    /**
     * @param kind what follows from it
     * @param message one line, without a secret
     */
    public record Failure(FailureKind kind, String message) {

        private HierarchyFailure of(EntityType type, String fqn) {
            return new HierarchyFailure(type, fqn, kind, message);
        }
    }
}
