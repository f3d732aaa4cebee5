package io.trawl.engine;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Databases and schemas that have the same name in the catalog, though not in the source: the first is kept, the others are
 * failures, and nothing in them is listed.
 */
final class HierarchyNames {

    private final List<HierarchyFailure> failures = new ArrayList<>();
    private final Map<String, String> rawNames = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    private HierarchyNames() {}

    /** The hierarchy with the names that are left when no two are the same. */
    static Hierarchy distinct(Hierarchy hierarchy) {
        HierarchyNames names = new HierarchyNames();
        String service = Fqn.of(hierarchy.service().name());
        List<Hierarchy.Database> databases = hierarchy.databases().stream()
                .filter(database -> names.isFirst(EntityType.DATABASE, service, database.name()))
                .map(database -> names.distinct(service, database))
                .toList();
        names.failures.addAll(hierarchy.failures());
        return new Hierarchy(
                hierarchy.service(),
                databases,
                hierarchy.classifications(),
                hierarchy.databasesListedCompletely(),
                hierarchy.filtered(),
                hierarchy.warnings(),
                names.failures);
    }

    private Hierarchy.Database distinct(String service, Hierarchy.Database database) {
        String parent = Fqn.child(service, database.name());
        List<Hierarchy.Schema> schemas = database.schemas().stream()
                .filter(schema -> isFirst(EntityType.DATABASE_SCHEMA, parent, schema.name()))
                .toList();
        return new Hierarchy.Database(database.name(), database.description(), schemas, database.failure());
    }

    private boolean isFirst(EntityType type, String parentFqn, String rawName) {
        String fqn = Fqn.child(parentFqn, rawName);
        String other = rawNames.putIfAbsent(fqn, rawName);
        if (other != null) {
            failures.add(new HierarchyFailure(
                    type,
                    Fqn.numbered(fqn, counts.merge(fqn, 2, (count, two) -> count + 1)),
                    FailureKind.INVALID,
                    SameNames.message(other, rawName, fqn)));
        }
        return other == null;
    }

    /**
     * Whether this database or schema shares its name with another one: what the catalog holds in it may be the other's.
     *
     * @param hierarchy that {@link #distinct} has answered
     */
    static boolean isShared(Hierarchy hierarchy, String fqn) {
        return hierarchy.failures().stream().anyMatch(failure -> failure.fqn().equals(Fqn.numbered(fqn, 2)));
    }
}
