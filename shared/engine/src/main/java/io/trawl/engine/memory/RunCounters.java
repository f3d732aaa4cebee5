package io.trawl.engine.memory;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.HierarchyFailures;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.api.report.Report.Counts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts entities in total, by type and by schema, and lists the failures. Not safe for use by several threads. */
final class RunCounters {

    /** Counts that grow; what becomes {@link Counts}. */
    private static final class OutcomeCounter {
        long listed;
        long filtered;
        long deleted;
        long failed;
        private long ingested;
        private long unchanged;
        private long gone;

        void count(Outcome outcome) {
            if (outcome instanceof Outcome.Ingested) {
                ingested++;
            } else if (outcome instanceof Outcome.Unchanged) {
                unchanged++;
            } else if (outcome instanceof Outcome.Gone) {
                gone++;
            } else {
                failed++;
            }
        }

        Counts counts() {
            return new Counts(listed, ingested, unchanged, gone, filtered, failed, deleted);
        }
    }

    private final OutcomeCounter total = new OutcomeCounter();
    private final Map<EntityType, OutcomeCounter> byType = new EnumMap<>(EntityType.class);
    private final Map<String, OutcomeCounter> bySchema = new TreeMap<>();
    private final List<Report.FailedEntity> failures = new ArrayList<>();

    /** Failures of the hierarchy: what could not be read, and what the sink refused. */
    private List<HierarchyFailure> unreadable = List.of();

    private List<HierarchyFailure> refused = List.of();
    private HierarchyFailures hierarchyFailures = HierarchyFailures.NONE;
    private int filteredSchemas;

    /** Replaces an earlier hierarchy. */
    void hierarchyListed(Hierarchy listed) {
        List<HierarchyFailure> earlier = unreadable;
        unreadable = listed.allFailures();
        replace(earlier, unreadable);
        counters(EntityType.DATABASE_SCHEMA, null)
                .forEach(counter -> counter.filtered += listed.filtered() - filteredSchemas);
        filteredSchemas = listed.filtered();
    }

    /** Replaces earlier refusals. */
    void hierarchyRefused(List<HierarchyFailure> failures) {
        List<HierarchyFailure> earlier = refused;
        refused = List.copyOf(failures);
        replace(earlier, refused);
    }

    private void replace(List<HierarchyFailure> earlier, List<HierarchyFailure> now) {
        containers(earlier).forEach(failure -> counters(failure.type(), null).forEach(counter -> counter.failed--));
        containers(now).forEach(failure -> counters(failure.type(), null).forEach(counter -> counter.failed++));
        hierarchyFailures = HierarchyFailures.of(
                Stream.concat(unreadable.stream().filter(failure -> !failure.isContainer()), refused.stream())
                        .toList());
    }

    /** Databases and schemas count as failed; a tag that is left out is a warning. */
    private static Stream<HierarchyFailure> containers(List<HierarchyFailure> failures) {
        return failures.stream().filter(HierarchyFailure::isContainer);
    }

    /** What workers need to know: what the sink refused, and tags that could not be read. */
    HierarchyFailures hierarchyFailures() {
        return hierarchyFailures;
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
        return Stream.concat(
                        Stream.concat(containers(unreadable), containers(refused))
                                .map(Report.FailedEntity::of),
                        failures.stream())
                .limit(Report.MAX_FAILURES)
                .toList();
    }

    private void failed(EntityType type, String schemaFqn, Report.FailedEntity failure) {
        counters(type, schemaFqn).forEach(counter -> counter.failed++);
        if (failures.size() < Report.MAX_FAILURES) {
            failures.add(failure);
        }
    }

    private List<OutcomeCounter> counters(EntityType type, String schemaFqn) {
        List<OutcomeCounter> counters = new ArrayList<>(3);
        counters.add(total);
        counters.add(byType.computeIfAbsent(type, t -> new OutcomeCounter()));
        if (schemaFqn != null) {
            counters.add(bySchema.computeIfAbsent(schemaFqn, s -> new OutcomeCounter()));
        }
        return counters;
    }
}
