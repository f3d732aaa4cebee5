package io.trawl.core.engine;

import io.trawl.core.config.DatabaseMetadata;
import io.trawl.core.config.Filters;
import io.trawl.core.ledger.Ledger;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.sink.Sink;
import io.trawl.core.source.DiscoverableSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds what may be marked as deleted. A candidate is known to the catalog, within the filters, and lacking from a
 * listing that was complete; then the source is asked once more; and if too large a share of a scope is gone, nothing of
 * it is touched.
 */
final class DeletionPlanner {

    private final DatabaseMetadata metadata;
    private final Filters filters;
    private final double maxShare;
    private final DiscoverableSource source;
    private final Sink sink;
    private final Ledger ledger;

    DeletionPlanner(
            DatabaseMetadata metadata,
            Filters filters,
            double maxShare,
            DiscoverableSource source,
            Sink sink,
            Ledger ledger) {
        this.metadata = metadata;
        this.filters = filters;
        this.maxShare = maxShare;
        this.source = source;
        this.sink = sink;
        this.ledger = ledger;
    }

    /**
     * Plans scope by scope, entities before their schemas before their databases.
     *
     * @param deletions receives each scope in which something is gone
     * @throws io.trawl.core.model.TrawlException if source or sink cannot say what they hold; then nothing more is
     *     planned
     */
    void plan(Hierarchy hierarchy, Consumer<Deletion> deletions) {
        String service = hierarchy.service().name();
        for (Hierarchy.Database database : hierarchy.databases()) {
            if (database.failure() != null) {
                continue;
            }
            for (Hierarchy.Schema schema : database.schemas()) {
                for (EntityType type : entityTypes()) {
                    planEntities(service, database.name(), schema.name(), type, deletions);
                }
            }
            if (metadata.markDeletedSchemas()) {
                Set<String> listed = database.schemas().stream()
                        .map(schema -> Fqn.of(service, database.name(), schema.name()))
                        .collect(Collectors.toSet());
                String parent = Fqn.of(service, database.name());
                plan(EntityType.DATABASE_SCHEMA, parent, database.name(), null, listed::contains, deletions);
            }
        }
        if (metadata.markDeletedDatabases() && hierarchy.databasesListedCompletely()) {
            Set<String> listed = hierarchy.databases().stream()
                    .map(database -> Fqn.of(service, database.name()))
                    .collect(Collectors.toSet());
            plan(EntityType.DATABASE, Fqn.of(service), null, null, listed::contains, deletions);
        }
    }

    private Set<EntityType> entityTypes() {
        Set<EntityType> types = new TreeSet<>(source.parallelizableEntityTypes());
        if (!metadata.markDeletedTables()) {
            types.remove(EntityType.TABLE);
        }
        if (!metadata.markDeletedStoredProcedures()) {
            types.remove(EntityType.STORED_PROCEDURE);
        }
        return types;
    }

    private void planEntities(
            String service, String database, String schema, EntityType type, Consumer<Deletion> deletions) {
        String parent = Fqn.of(service, database, schema);
        if (ledger.listedCompletely(type, parent)) {
            plan(type, parent, database, schema, id -> ledger.wasListed(type, id), deletions);
        }
    }

    private void plan(
            EntityType type,
            String parentFqn,
            String database,
            String schema,
            Predicate<String> listed,
            Consumer<Deletion> deletions) {
        long[] known = {0};
        List<String> candidates = new ArrayList<>();
        sink.forEachKnown(type, parentFqn, fqn -> {
            if (filters.allows(type, rawName(fqn), fqn)) {
                known[0]++;
                if (!listed.test(fqn)) {
                    candidates.add(fqn);
                }
            }
        });
        if (candidates.isEmpty()) {
            return;
        }
        Set<String> present = new HashSet<>(source.stillPresent(type, database, schema, candidates));
        List<String> gone = candidates.stream()
                .filter(candidate -> !present.contains(candidate))
                .sorted()
                .toList();
        if (!gone.isEmpty()) {
            boolean withinLimit = gone.size() <= maxShare * known[0];
            deletions.accept(new Deletion(type, parentFqn, known[0], gone, withinLimit));
        }
    }

    private static String rawName(String fqn) {
        List<String> parts = Fqn.split(fqn);
        return Fqn.decode(parts.get(parts.size() - 1));
    }
}
