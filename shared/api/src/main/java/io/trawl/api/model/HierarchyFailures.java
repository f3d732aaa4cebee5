package io.trawl.api.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which databases, schemas and tags of a run are not in the catalog, to be looked up by what depends on them. */
public final class HierarchyFailures {

    /** Everything is in the catalog. */
    public static final HierarchyFailures NONE = new HierarchyFailures(List.of());

    private final Map<String, HierarchyFailure> containers = new HashMap<>();
    private final Set<String> tags = new HashSet<>();

    private HierarchyFailures(List<HierarchyFailure> failures) {
        for (HierarchyFailure failure : failures) {
            if (failure.isContainer()) {
                containers.putIfAbsent(failure.fqn(), failure);
            } else {
                tags.add(failure.fqn());
            }
        }
    }

    /** Those of a run, in any order. */
    public static HierarchyFailures of(List<HierarchyFailure> failures) {
        return failures.isEmpty() ? NONE : new HierarchyFailures(failures);
    }

    /** Why what lies in this schema cannot be written: the schema failed, or its database; empty if neither did. */
    public Optional<HierarchyFailure> ofSchema(String schemaFqn) {
        if (containers.isEmpty()) {
            return Optional.empty();
        }
        HierarchyFailure failure = containers.get(schemaFqn);
        return Optional.ofNullable(failure == null ? containers.get(Fqn.parent(schemaFqn)) : failure);
    }

    /** The same for an entity. */
    public Optional<HierarchyFailure> of(EntityDescriptor entity) {
        return containers.isEmpty() ? Optional.empty() : ofSchema(Fqn.parent(entity.id()));
    }

    /** The failure of a database itself; empty if it has none. */
    public Optional<HierarchyFailure> ofDatabase(String databaseFqn) {
        return Optional.ofNullable(containers.get(databaseFqn));
    }

    /** The table without the tags that failed, on itself and on its columns. */
    public Table withoutFailedTags(Table table) {
        return tags.isEmpty() ? table : table.withoutTags(tags);
    }
}
