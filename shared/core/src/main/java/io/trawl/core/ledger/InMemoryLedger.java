package io.trawl.core.ledger;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy.Failure;
import io.trawl.core.model.Outcome;
import io.trawl.core.report.Report;
import io.trawl.core.report.Report.Counts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The ledger of a run that is not meant to outlive its process. It knows no earlier run, so nothing is ever unchanged.
 *
 * <p>It holds 64 bits of each id, the descriptors of tables that wait for their foreign keys, and the failures.
 */
public class InMemoryLedger implements Ledger {

    private final String serviceName;
    private final Counter total = new Counter();
    private final Map<EntityType, Counter> byType = new EnumMap<>(EntityType.class);
    private final Map<String, Counter> bySchema = new TreeMap<>();
    private final Map<EntityType, IdSet> listed = new EnumMap<>(EntityType.class);
    private final Map<EntityType, Set<String>> complete = new EnumMap<>(EntityType.class);
    private final IdSet written = new IdSet();
    private final Map<String, EntityDescriptor> deferred = new LinkedHashMap<>();
    private final List<Report.FailedEntity> failures = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param serviceName the workflow's service, the first part of every id
     */
    public InMemoryLedger(String serviceName) {
        this.serviceName = serviceName;
    }

    @Override
    public synchronized void listed(List<EntityDescriptor> descriptors) {
        for (EntityDescriptor descriptor : descriptors) {
            if (listed.computeIfAbsent(descriptor.type(), type -> new IdSet()).add(descriptor.id())) {
                counters(descriptor.type(), schemaOf(descriptor)).forEach(counter -> counter.listed++);
            }
        }
    }

    @Override
    public synchronized void filtered(EntityType type, String schemaFqn, long howMany) {
        counters(type, schemaFqn).forEach(counter -> counter.filtered += howMany);
    }

    @Override
    public synchronized void listingEnded(EntityType type, String schemaFqn, Failure failure) {
        if (failure == null) {
            complete.computeIfAbsent(type, t -> new HashSet<>()).add(schemaFqn);
        } else {
            failed(
                    type,
                    schemaFqn,
                    new Report.FailedEntity(
                            schemaFqn,
                            EntityType.DATABASE_SCHEMA.wireName(),
                            failure.kind(),
                            "could not list every " + type.wireName() + ": " + failure.message(),
                            1));
        }
    }

    @Override
    public synchronized void hierarchyFailed(EntityType type, String fqn, Failure failure) {
        failed(type, null, new Report.FailedEntity(fqn, type.wireName(), failure.kind(), failure.message(), 1));
    }

    @Override
    public synchronized boolean listedCompletely(EntityType type, String schemaFqn) {
        return complete.getOrDefault(type, Set.of()).contains(schemaFqn);
    }

    @Override
    public synchronized boolean wasListed(EntityType type, String id) {
        IdSet ids = listed.get(type);
        return ids != null && ids.contains(id);
    }

    @Override
    public Map<String, String> lastFingerprints(List<EntityDescriptor> descriptors) {
        return Map.of();
    }

    @Override
    public synchronized void deferred(List<EntityDescriptor> descriptors) {
        for (EntityDescriptor descriptor : descriptors) {
            written.add(descriptor.id());
            deferred.put(descriptor.id(), descriptor);
        }
    }

    @Override
    public synchronized boolean wasWritten(String id) {
        return written.contains(id);
    }

    @Override
    public void forEachDeferred(Consumer<EntityDescriptor> consumer) {
        List<EntityDescriptor> waiting;
        synchronized (this) {
            waiting = List.copyOf(deferred.values());
        }
        waiting.forEach(consumer);
    }

    @Override
    public synchronized void complete(List<? extends Outcome> outcomes, int attempt, Map<String, String> fingerprints) {
        for (Outcome outcome : outcomes) {
            EntityDescriptor descriptor = outcome.descriptor();
            deferred.remove(descriptor.id());
            if (outcome instanceof Outcome.Failed failed) {
                failed(
                        descriptor.type(),
                        schemaOf(descriptor),
                        new Report.FailedEntity(
                                descriptor.id(),
                                descriptor.type().wireName(),
                                failed.kind(),
                                failed.message(),
                                attempt));
            } else {
                if (outcome instanceof Outcome.Ingested && descriptor.type() == EntityType.TABLE) {
                    written.add(descriptor.id());
                }
                counters(descriptor.type(), schemaOf(descriptor)).forEach(counter -> counter.count(outcome));
            }
        }
    }

    @Override
    public synchronized void deleted(EntityType type, String schemaFqn, long howMany) {
        counters(type, schemaFqn).forEach(counter -> counter.deleted += howMany);
    }

    @Override
    public synchronized void warning(String message) {
        warnings.add(message);
    }

    @Override
    public synchronized Standing standing() {
        Map<String, Counts> types = new LinkedHashMap<>();
        byType.forEach((type, counter) -> types.put(type.wireName(), counter.counts()));
        Map<String, Counts> schemas = new LinkedHashMap<>();
        bySchema.forEach((schema, counter) -> schemas.put(schema, counter.counts()));
        return new Standing(total.counts(), types, schemas, List.copyOf(failures), List.copyOf(warnings));
    }

    @Override
    public void close() {}

    private void failed(EntityType type, String schemaFqn, Report.FailedEntity failure) {
        counters(type, schemaFqn).forEach(counter -> counter.failed++);
        if (failures.size() < Report.MAX_FAILURES) {
            failures.add(failure);
        }
    }

    private List<Counter> counters(EntityType type, String schemaFqn) {
        Counter ofType = byType.computeIfAbsent(type, t -> new Counter());
        return schemaFqn == null
                ? List.of(total, ofType)
                : List.of(total, ofType, bySchema.computeIfAbsent(schemaFqn, s -> new Counter()));
    }

    private String schemaOf(EntityDescriptor descriptor) {
        return Fqn.of(serviceName, descriptor.database(), descriptor.schema());
    }
}
