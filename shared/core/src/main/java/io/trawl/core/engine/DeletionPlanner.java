package io.trawl.core.engine;

import io.trawl.core.config.DatabaseMetadata;
import io.trawl.core.config.DistributedExecution;
import io.trawl.core.config.Filters;
import io.trawl.core.ledger.RunLedger;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.FailureKind;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.TrawlException;
import io.trawl.core.sink.Sink;
import io.trawl.core.source.DiscoverableSource;
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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Finds what may be marked as deleted. A candidate is known to the catalog, within the filters, and lacking from a
 * listing that was complete; then the source is asked once more; and if too large a share of a scope is gone, nothing of
 * it is touched.
 */
final class DeletionPlanner {

    /** How many names the ledger is asked about at a time. */
    private static final int CHUNK = 1_000;

    private final DatabaseMetadata metadata;
    private final Filters filters;
    private final double maxShare;
    private final DiscoverableSource source;
    private final Sink sink;
    private final RunLedger ledger;
    private final int parallelism;

    /**
     * @param maxShare of a scope, 0 to 1; above it nothing in the scope is deleted
     */
    DeletionPlanner(Session session, RunLedger ledger, double maxShare) {
        DistributedExecution execution = session.workflow().execution();
        this.metadata = session.workflow().source().metadata();
        this.filters = session.filters();
        this.maxShare = maxShare;
        this.source = session.source();
        this.sink = session.sink();
        this.ledger = ledger;
        // How many scopes are looked at together: asking the catalog scope by scope takes a round trip each.
        this.parallelism = execution.parallelism();
    }

    /**
     * Plans scope by scope, entities before their schemas before their databases.
     *
     * @param deletions receives each scope in which something is gone, in that order, on the calling thread
     * @throws io.trawl.core.model.TrawlException if source or sink cannot say what they hold; then nothing more is
     *     planned
     */
    void plan(Hierarchy hierarchy, Consumer<Deletion> deletions) {
        ExecutorService threads = Executors.newFixedThreadPool(parallelism, task -> {
            Thread thread = new Thread(task, "trawl-deletion-planner");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Optional<Deletion>>> planned =
                    scopes(hierarchy).stream().map(threads::submit).toList();
            for (Future<Optional<Deletion>> scope : planned) {
                result(scope).ifPresent(deletions);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<Deletion> result(Future<Optional<Deletion>> scope) {
        try {
            return scope.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrawlException(FailureKind.TRANSIENT, "interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<Callable<Optional<Deletion>>> scopes(Hierarchy hierarchy) {
        List<Callable<Optional<Deletion>>> scopes = new ArrayList<>();
        String service = hierarchy.service().name();
        for (Hierarchy.Database database : hierarchy.databases()) {
            if (database.failure() != null) {
                continue;
            }
            for (Hierarchy.Schema schema : database.schemas()) {
                String parent = Fqn.of(service, database.name(), schema.name());
                for (EntityType type : entityTypes()) {
                    if (ledger.isListedCompletely(type, parent)) {
                        scopes.add(() ->
                                plan(type, parent, database.name(), schema.name(), ids -> ledger.listed(type, ids)));
                    }
                }
            }
            if (metadata.markDeletedSchemas()) {
                Set<String> listed = database.schemas().stream()
                        .map(schema -> Fqn.of(service, database.name(), schema.name()))
                        .collect(Collectors.toSet());
                String parent = Fqn.of(service, database.name());
                scopes.add(() ->
                        plan(EntityType.DATABASE_SCHEMA, parent, database.name(), null, ids -> common(ids, listed)));
            }
        }
        if (metadata.markDeletedDatabases() && hierarchy.databasesListedCompletely()) {
            Set<String> listed = hierarchy.databases().stream()
                    .map(database -> Fqn.of(service, database.name()))
                    .collect(Collectors.toSet());
            scopes.add(() -> plan(EntityType.DATABASE, Fqn.of(service), null, null, ids -> common(ids, listed)));
        }
        return scopes;
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
        List<String> candidates = new ArrayList<>();
        Set<String> chunk = new HashSet<>();
        Runnable look = () -> {
            Set<String> found = listed.apply(chunk);
            chunk.stream().filter(fqn -> !found.contains(fqn)).forEach(candidates::add);
            chunk.clear();
        };
        sink.forEachKnown(type, parentFqn, fqn -> {
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
        return gone.isEmpty()
                ? Optional.empty()
                : Optional.of(new Deletion(type, parentFqn, known[0], gone, gone.size() <= maxShare * known[0]));
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
