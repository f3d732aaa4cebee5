package io.trawl.core.ledger;

import io.trawl.core.model.EntityDescriptor;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.Hierarchy.Failure;
import io.trawl.core.model.Outcome;
import io.trawl.core.report.Report;
import io.trawl.core.report.Report.Counts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts, over all, by type and by schema, and the failures one by one. Not safe for use by several threads. */
final class Tally {

    private final Counter total = new Counter();
    private final Map<EntityType, Counter> byType = new EnumMap<>(EntityType.class);
    private final Map<String, Counter> bySchema = new TreeMap<>();
    private final List<Report.FailedEntity> failures = new ArrayList<>();

    private Hierarchy hierarchy;

    /** Takes the place of an earlier hierarchy. */
    void hierarchy(Hierarchy listed) {
        if (hierarchy != null) {
            forget(hierarchy);
        }
        hierarchy = listed;
        for (Hierarchy.Database database : hierarchy.databases()) {
            Failure failure = database.failure();
            if (failure != null) {
                String fqn = Fqn.of(hierarchy.service().name(), database.name());
                failed(
                        EntityType.DATABASE,
                        null,
                        new Report.FailedEntity(
                                fqn, EntityType.DATABASE.wireName(), failure.kind(), failure.message(), 1));
            }
        }
        filtered(EntityType.DATABASE_SCHEMA, null, hierarchy.filtered());
    }

    private void forget(Hierarchy earlier) {
        for (Hierarchy.Database database : earlier.databases()) {
            String fqn = Fqn.of(earlier.service().name(), database.name());
            if (database.failure() != null
                    && failures.removeIf(failure -> failure.id().equals(fqn))) {
                counters(EntityType.DATABASE, null).forEach(counter -> counter.failed--);
            }
        }
        counters(EntityType.DATABASE_SCHEMA, null).forEach(counter -> counter.filtered -= earlier.filtered());
    }

    void listed(EntityDescriptor descriptor, String schemaFqn) {
        counters(descriptor.type(), schemaFqn).forEach(counter -> counter.listed++);
    }

    void filtered(EntityType type, String schemaFqn, long howMany) {
        if (howMany > 0) {
            counters(type, schemaFqn).forEach(counter -> counter.filtered += howMany);
        }
    }

    void listingFailed(EntityType type, String schemaFqn, Failure failure) {
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

    void completed(Outcome outcome, String schemaFqn, int attempt) {
        EntityDescriptor descriptor = outcome.descriptor();
        if (outcome instanceof Outcome.Failed failed) {
            failed(
                    descriptor.type(),
                    schemaFqn,
                    new Report.FailedEntity(
                            descriptor.id(), descriptor.type().wireName(), failed.kind(), failed.message(), attempt));
        } else {
            counters(descriptor.type(), schemaFqn).forEach(counter -> counter.count(outcome));
        }
    }

    void deleted(EntityType type, String schemaFqn, long howMany) {
        counters(type, schemaFqn).forEach(counter -> counter.deleted += howMany);
    }

    Counts counts() {
        return total.counts();
    }

    Map<String, Counts> byType() {
        Map<String, Counts> types = new LinkedHashMap<>();
        byType.forEach((type, counter) -> {
            if (!counter.counts().equals(Counts.ZERO)) {
                types.put(type.wireName(), counter.counts());
            }
        });
        return types;
    }

    Map<String, Counts> bySchema() {
        Map<String, Counts> schemas = new LinkedHashMap<>();
        bySchema.forEach((schema, counter) -> schemas.put(schema, counter.counts()));
        return schemas;
    }

    List<Report.FailedEntity> failures() {
        return List.copyOf(failures);
    }

    private void failed(EntityType type, String schemaFqn, Report.FailedEntity failure) {
        counters(type, schemaFqn).forEach(counter -> counter.failed++);
        if (failures.size() < Report.MAX_FAILURES) {
            failures.add(failure);
        }
    }

    private List<Counter> counters(EntityType type, String schemaFqn) {
        List<Counter> counters = new ArrayList<>(3);
        counters.add(total);
        counters.add(byType.computeIfAbsent(type, t -> new Counter()));
        if (schemaFqn != null) {
            counters.add(bySchema.computeIfAbsent(schemaFqn, s -> new Counter()));
        }
        return counters;
    }
}
