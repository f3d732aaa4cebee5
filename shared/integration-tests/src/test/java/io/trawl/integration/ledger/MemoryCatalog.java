package io.trawl.integration.ledger;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Request;
import io.trawl.api.model.TrawlException;
import io.trawl.environment.FakeSink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A catalog in memory that outlives runs, fails as told, and remembers what it was asked to mark as deleted. */
final class MemoryCatalog extends FakeSink {

    /** What it said it holds below a parent. */
    record Known(EntityType type, String parent, Set<String> ids, boolean complete) {}

    /** What it was told to mark as deleted, and whether it held it. */
    record Deleted(EntityType type, String id, boolean held) {}

    final Set<String> tables = new TreeSet<>();
    final Set<String> schemas = new TreeSet<>();
    /** Parents whose list breaks off half-way. */
    final Set<String> listingFails = new HashSet<>();
    /** Schemas that cannot be written; one that was written before stays as it is. */
    final Set<String> refusedSchemas = new HashSet<>();
    /** Tables that cannot be written. */
    final Set<String> refused = new HashSet<>();

    boolean deletingFails;

    final List<Known> known = new ArrayList<>();
    final List<Deleted> deleted = new ArrayList<>();

    MemoryCatalog(String name) {
        super(name);
    }

    @Override
    public synchronized List<HierarchyFailure> writeHierarchy(Hierarchy hierarchy) {
        Set<String> sent = new TreeSet<>();
        hierarchy.databases().forEach(database -> database.schemas()
                .forEach(schema -> sent.add(Fqn.of(hierarchy.service().name(), database.name(), schema.name()))));
        sent.stream().filter(schema -> !refusedSchemas.contains(schema)).forEach(schemas::add);
        return sent.stream()
                .filter(refusedSchemas::contains)
                .map(schema -> new HierarchyFailure(
                        EntityType.DATABASE_SCHEMA, schema, FailureKind.PERMISSION, schema + " is refused"))
                .toList();
    }

    @Override
    protected synchronized Outcome write(Request request) {
        String id = request.descriptor().id();
        if (!schemas.contains(Fqn.parent(id))) {
            return new Outcome.Failed(request.descriptor(), FailureKind.INVALID, "no such schema");
        }
        if (refused.contains(id)) {
            return new Outcome.Failed(request.descriptor(), FailureKind.INVALID, "refused");
        }
        tables.add(id);
        return super.write(request);
    }

    @Override
    public synchronized void forEachKnown(EntityType type, String parentFqn, Consumer<String> consumer) {
        Set<String> all = new TreeSet<>(type == EntityType.TABLE ? tables : schemas);
        all.removeIf(id -> !Fqn.parent(id).equals(parentFqn));
        boolean fails = listingFails.contains(parentFqn);
        known.add(new Known(type, parentFqn, all, !fails));
        all.stream().limit(fails ? all.size() / 2 : all.size()).forEach(consumer);
        if (fails) {
            throw new TrawlException(FailureKind.TRANSIENT, "the second page did not come");
        }
    }

    @Override
    public synchronized boolean markDeleted(EntityType type, String fqn) {
        if (deletingFails && deleted.size() % 2 == 1) {
            throw new TrawlException(FailureKind.TRANSIENT, "could not delete");
        }
        boolean there = tables.contains(fqn) || schemas.contains(fqn);
        deleted.add(new Deleted(type, fqn, there));
        tables.removeIf(id -> id.equals(fqn) || Fqn.parent(id).equals(fqn));
        schemas.remove(fqn);
        return there;
    }
}
