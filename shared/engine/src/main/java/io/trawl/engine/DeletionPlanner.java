package io.trawl.engine;

import io.trawl.api.ledger.EntityLookups;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.model.TrawlException;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.Waits;
import io.trawl.api.workflow.DatabaseMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what may be marked as deleted. A candidate is in a list of the catalog's that can be trusted, within the filters, and
 * lacking from a listing that was complete; then the source is asked once more; and if too much of a scope is gone, or all of it, nothing of
 * it is touched.
 */
final class DeletionPlanner {

    /** How many names the ledger is asked about at a time. */
    private static final int CHUNK = 1_000;

    private final Connectors connectors;
    private final DatabaseMetadata metadata;
    private final EntityLookups ledger;
    private final ScopeSizes unwritten;

    /**
     * @param unwritten what a run would have written that the catalog may lack; nothing in a run
     */
    DeletionPlanner(Connectors connectors, EntityLookups ledger, ScopeSizes unwritten) {
        this.connectors = connectors;
        this.metadata = connectors.workflow().source().metadata();
        this.ledger = ledger;
        this.unwritten = unwritten;
    }

    /**
     * A scope to be looked at.
     *
     * @param database raw name; null if databases are looked for
     * @param schema raw name; null if schemas or databases are looked for
     * @param listed of some ids, those that discovery has found
     */
    private record Scope(
            EntityType type,
            String parentFqn,
            @Nullable String database,
            @Nullable String schema,
            UnaryOperator<Set<String>> listed) {}

    /**
     * Plans scope by scope, entities before their schemas before their databases. What failed in the hierarchy is passed
     * over with all that lies in it.
     *
     * @param found receives what is gone from a scope, in that order, on the calling thread
     * @param problems receives one line for a scope about which nothing could be found out
     * @throws TrawlException if source or sink is out of reach; then nothing more is planned
     */
    void plan(Hierarchy hierarchy, HierarchyFailures failures, Consumer<Deletion> found, Consumer<String> problems) {
        // Scopes are looked at together: asking the catalog scope by scope takes a round trip each.
        ExecutorService threads = Executors.newFixedThreadPool(
                connectors.workflow().execution().parallelism(), DaemonThreads.named("trawl-deletion-planner"));
        try {
            Map<Scope, Future<Optional<Deletion>>> planned = new LinkedHashMap<>();
            scopes(hierarchy, failures).forEach(scope -> planned.put(scope, threads.submit(() -> plan(scope))));
            for (Scope scope : planned.keySet()) {
                try {
                    Waits.resultOf(planned.get(scope)).ifPresent(found);
                } catch (TrawlException e) {
                    if (isOutOfReach(e)) {
                        throw e;
                    }
                    problems.accept(scope.parentFqn() + ": nothing is marked as deleted there: " + e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether there is no use in going on with other scopes. */
    static boolean isOutOfReach(TrawlException e) {
        return e.kind() == FailureKind.TRANSIENT || e.kind() == FailureKind.THROTTLED;
    }

    private List<Scope> scopes(Hierarchy hierarchy, HierarchyFailures failures) {
        List<Scope> scopes = new ArrayList<>();
        String service = Fqn.of(hierarchy.service().name());
        Set<String> databaseFqns = new HashSet<>();
        for (Hierarchy.Database database : hierarchy.databases()) {
            String databaseFqn = Fqn.child(service, database.name());
            databaseFqns.add(databaseFqn);
            if (database.failure() == null
                    && failures.ofDatabase(databaseFqn).isEmpty()
                    && !HierarchyNames.isShared(hierarchy, databaseFqn)) {
                addScopes(scopes, hierarchy, failures, database, databaseFqn);
            }
        }
        if (metadata.markDeletedDatabases()
                && hierarchy.databasesListedCompletely()
                && isComplete(hierarchy, EntityType.DATABASE, service)) {
            scopes.add(new Scope(EntityType.DATABASE, service, null, null, ids -> common(ids, databaseFqns)));
        }
        return scopes;
    }

    private void addScopes(
            List<Scope> scopes,
            Hierarchy hierarchy,
            HierarchyFailures failures,
            Hierarchy.Database database,
            String databaseFqn) {
        Set<String> schemaFqns = new HashSet<>();
        for (Hierarchy.Schema schema : database.schemas()) {
            String schemaFqn = Fqn.child(databaseFqn, schema.name());
            schemaFqns.add(schemaFqn);
            if (failures.ofSchema(schemaFqn).isEmpty() && !HierarchyNames.isShared(hierarchy, schemaFqn)) {
                entityTypes()
                        .filter(type -> ledger.isListedCompletely(type, schemaFqn))
                        .forEach(type -> scopes.add(new Scope(
                                type, schemaFqn, database.name(), schema.name(), ids -> ledger.listed(type, ids))));
            }
        }
        if (metadata.markDeletedSchemas() && isComplete(hierarchy, EntityType.DATABASE_SCHEMA, databaseFqn)) {
            scopes.add(new Scope(
                    EntityType.DATABASE_SCHEMA, databaseFqn, database.name(), null, ids -> common(ids, schemaFqns)));
        }
    }

    /** Whether none of a type could not be read under this parent. */
    private static boolean isComplete(Hierarchy hierarchy, EntityType type, String parentFqn) {
        return hierarchy.failures().stream()
                .noneMatch(failure ->
                        failure.type() == type && Fqn.parent(failure.fqn()).equals(parentFqn));
    }

    private Stream<EntityType> entityTypes() {
        return connectors.source().parallelizableEntityTypes().stream()
                .filter(type -> type == EntityType.TABLE
                        ? metadata.markDeletedTables()
                        : metadata.markDeletedStoredProcedures())
                .sorted();
    }

    private Optional<Deletion> plan(Scope scope) {
        long[] known = {0};
        long[] listed = {0};
        List<String> candidates = new ArrayList<>();
        Set<String> chunk = new HashSet<>();
        Runnable look = () -> {
            Set<String> found = scope.listed().apply(chunk);
            listed[0] += found.size();
            chunk.stream().filter(fqn -> !found.contains(fqn)).forEach(candidates::add);
            chunk.clear();
        };
        ListedNames names = new ListedNames(scope.parentFqn());
        connectors.sink().forEachKnown(scope.type(), scope.parentFqn(), fqn -> {
            names.check(fqn);
            if (connectors.filters().allows(scope.type(), rawName(fqn), fqn)) {
                known[0]++;
                chunk.add(fqn);
                if (chunk.size() >= CHUNK) {
                    look.run();
                }
            }
        });
        if (!chunk.isEmpty()) {
            look.run();
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Set<String> present =
                connectors.source().stillPresent(scope.type(), scope.database(), scope.schema(), candidates);
        List<String> gone = candidates.stream()
                .filter(candidate -> !present.contains(candidate))
                .sorted()
                .toList();
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        long more = Math.max(0, unwritten.of(scope.type(), scope.parentFqn()) - listed[0]);
        // What is there and was not listed is none of this run's: views that are not included, members of extensions.
        long others = candidates.size() - gone.size();
        return Optional.of(Deletion.of(
                scope.type(),
                scope.parentFqn(),
                known[0] - others + more,
                gone,
                connectors.workflow().execution().deletionLimit()));
    }

    private static Set<String> common(Set<String> ids, Set<String> listed) {
        return ids.stream().filter(listed::contains).collect(Collectors.toSet());
    }

    private static String rawName(String fqn) {
        List<String> parts = Fqn.split(fqn);
        return Fqn.decode(parts.get(parts.size() - 1));
    }
}
