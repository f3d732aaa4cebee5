package io.trawl.engine;

import io.trawl.api.ledger.EntityLookups;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.model.TrawlException;
import io.trawl.api.sink.Sink;
import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.util.DaemonThreads;
import io.trawl.api.util.OutOfMemory;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.Filters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Finds what may be marked as deleted. A candidate is in a list of the catalog's that can be trusted, within the filters, and
 * lacking from a listing that was complete; then the source is asked once more; and if too much of a scope is gone, or all of it, nothing of
 * it is touched.
 */
final class DeletionPlanner {

    /** How many names the ledger is asked about at a time. */
    private static final int CHUNK = 1_000;

    private final DatabaseMetadata metadata;
    private final Filters filters;
    private final DeletionLimit limit;
    private final DiscoverableSource source;
    private final Sink sink;
    private final EntityLookups ledger;
    private final int parallelism;

    private final ScopeSizes unwritten;

    /**
     * @param unwritten what a run would have written that the catalog may lack; nothing in a run
     */
    DeletionPlanner(Connectors connectors, EntityLookups ledger, ScopeSizes unwritten) {
        DistributedExecution execution = connectors.workflow().execution();
        this.metadata = connectors.workflow().source().metadata();
        this.filters = connectors.filters();
        this.limit = execution.deletionLimit();
        this.unwritten = unwritten;
        this.source = connectors.source();
        this.sink = connectors.sink();
        this.ledger = ledger;
        // How many scopes are looked at together: asking the catalog scope by scope takes a round trip each.
        this.parallelism = execution.parallelism();
    }

    /** What a planner finds. */
    interface Findings {

        /** Something is gone from a scope. */
        void deletion(Deletion deletion);

        /** Nothing could be found out about a scope; one line that names it. */
        void failed(String message);
    }

    /** A scope to be looked at. */
    private record Scope(String parentFqn, Future<Optional<Deletion>> planned) {}

    /**
     * Plans scope by scope, entities before their schemas before their databases. What failed in the hierarchy is passed
     * over with all that lies in it.
     *
     * @param findings receives what is found in that order, on the calling thread
     * @throws TrawlException if source or sink is out of reach; then nothing more is planned
     */
    void plan(Hierarchy hierarchy, HierarchyFailures failures, Findings findings) {
        ExecutorService threads =
                Executors.newFixedThreadPool(parallelism, DaemonThreads.named("trawl-deletion-planner"));
        try {
            List<Scope> scopes = new ArrayList<>();
            scopes(hierarchy, failures, (parent, plan) -> scopes.add(new Scope(parent, threads.submit(plan))));
            for (Scope scope : scopes) {
                try {
                    result(scope.planned()).ifPresent(findings::deletion);
                } catch (TrawlException e) {
                    if (isOutOfReach(e)) {
                        throw e;
                    }
                    findings.failed(scope.parentFqn() + ": nothing is marked as deleted there: " + e.getMessage());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether there is no use in going on with other scopes. */
    static boolean isOutOfReach(TrawlException e) {
        return e.kind() == FailureKind.TRANSIENT || e.kind() == FailureKind.THROTTLED;
    }

    private static Optional<Deletion> result(Future<Optional<Deletion>> scope) {
        try {
            return scope.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted", e);
        } catch (ExecutionException e) {
            OutOfMemory.check(e);
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void scopes(
            Hierarchy hierarchy, HierarchyFailures failures, BiConsumer<String, Callable<Optional<Deletion>>> scopes) {
        String service = Fqn.of(hierarchy.service().name());
        for (Hierarchy.Database database : hierarchy.databases()) {
            String databaseFqn = Fqn.child(service, database.name());
            if (database.failure() != null
                    || failures.ofDatabase(databaseFqn).isPresent()
                    || HierarchyNames.isShared(hierarchy, databaseFqn)) {
                continue;
            }
            Set<String> schemaFqns = new HashSet<>();
            for (Hierarchy.Schema schema : database.schemas()) {
                String schemaFqn = Fqn.child(databaseFqn, schema.name());
                schemaFqns.add(schemaFqn);
                if (failures.ofSchema(schemaFqn).isPresent() || HierarchyNames.isShared(hierarchy, schemaFqn)) {
                    continue;
                }
                for (EntityType type : entityTypes()) {
                    if (ledger.isListedCompletely(type, schemaFqn)) {
                        scopes.accept(
                                schemaFqn,
                                () -> plan(
                                        type,
                                        schemaFqn,
                                        database.name(),
                                        schema.name(),
                                        ids -> ledger.listed(type, ids)));
                    }
                }
            }
            if (metadata.markDeletedSchemas() && isComplete(hierarchy, EntityType.DATABASE_SCHEMA, databaseFqn)) {
                scopes.accept(
                        databaseFqn,
                        () -> plan(
                                EntityType.DATABASE_SCHEMA,
                                databaseFqn,
                                database.name(),
                                null,
                                ids -> common(ids, schemaFqns)));
            }
        }
        if (metadata.markDeletedDatabases()
                && hierarchy.databasesListedCompletely()
                && isComplete(hierarchy, EntityType.DATABASE, service)) {
            Set<String> listed = hierarchy.databases().stream()
                    .map(database -> Fqn.child(service, database.name()))
                    .collect(Collectors.toSet());
            scopes.accept(service, () -> plan(EntityType.DATABASE, service, null, null, ids -> common(ids, listed)));
        }
    }

    /** Whether none of a type could not be read under this parent. */
    private static boolean isComplete(Hierarchy hierarchy, EntityType type, String parentFqn) {
        return hierarchy.failures().stream()
                .noneMatch(failure ->
                        failure.type() == type && Fqn.parent(failure.fqn()).equals(parentFqn));
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

    private Optional<Deletion> plan(
            EntityType type, String parentFqn, String database, String schema, UnaryOperator<Set<String>> listed) {
        long[] known = {0};
        long[] listedToo = {0};
        List<String> candidates = new ArrayList<>();
        Set<String> chunk = new HashSet<>();
        Runnable look = () -> {
            Set<String> found = listed.apply(chunk);
            listedToo[0] += found.size();
            chunk.stream().filter(fqn -> !found.contains(fqn)).forEach(candidates::add);
            chunk.clear();
        };
        ListedNames names = new ListedNames(parentFqn);
        sink.forEachKnown(type, parentFqn, fqn -> {
            names.check(fqn);
            if (filters.allows(type, rawName(fqn), fqn)) {
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
        Set<String> present = source.stillPresent(type, database, schema, candidates);
        List<String> gone = candidates.stream()
                .filter(candidate -> !present.contains(candidate))
                .sorted()
                .toList();
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        long more = Math.max(0, unwritten.of(type, parentFqn) - listedToo[0]);
        // What is there and was not listed is none of this run's: views that are not included, members of extensions.
        long others = candidates.size() - gone.size();
        return Optional.of(Deletion.of(type, parentFqn, known[0] - others + more, gone, limit));
    }

    private static Set<String> common(Set<String> ids, Set<String> listed) {
        Set<String> common = new HashSet<>(ids);
        common.retainAll(listed);
        return common;
    }

    private static String rawName(String fqn) {
        List<String> parts = Fqn.split(fqn);
        return Fqn.decode(parts.get(parts.size() - 1));
    }
}
