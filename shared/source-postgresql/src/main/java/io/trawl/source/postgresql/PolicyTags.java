package io.trawl.source.postgresql;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy.Classification;
import io.trawl.api.model.Hierarchy.Tag;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.kit.TagReader;
import io.trawl.source.postgresql.PolicyReader.Policy;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Row-level security policies as tags, as OpenMetadata's own connector shows them: one tag for each policy name. A policy
 * that cannot be printed has no tag, unless another of its name can.
 */
final class PolicyTags implements TagReader<Connection> {

    private static final String UNSPECIFIC = "PostgreSQL row-level security policy";

    private final Transactions transactions;
    private final String classification;
    private final Map<String, String> descriptions = new TreeMap<>();
    private final Map<String, HierarchyFailure> unreadable = new TreeMap<>();

    PolicyTags(Transactions transactions, String classification) {
        this.transactions = transactions;
        this.classification = classification;
    }

    @Override
    public void read(Connection session, String database, Set<String> schemas, Function<Throwable, String> describe)
            throws Exception {
        PartialResult<String, Policy> policies = new PolicyReader(transactions).read(session, schemas);
        policies.found().forEach(this::add);
        policies.unreadable().forEach((name, failure) -> addUnreadable(name, failure, describe));
    }

    /** Policies of one name that differ in their condition share a tag that names none. */
    private void add(Policy policy) {
        String description = policy.condition() == null ? UNSPECIFIC : UNSPECIFIC + ": " + policy.condition();
        descriptions.merge(policy.name(), description, (one, other) -> one.equals(other) ? one : UNSPECIFIC);
    }

    private void addUnreadable(String name, Exception failure, Function<Throwable, String> describe) {
        String what = PostgresFailures.INSTANCE.statementTimedOut(failure)
                ? "; a row-level security policy of this name waited for a lock of another session"
                : "; a row-level security policy of this name cannot be printed";
        unreadable.putIfAbsent(
                name,
                new HierarchyFailure(
                        EntityType.TAG,
                        Fqn.of(classification, name),
                        PostgresFailures.INSTANCE.classify(failure),
                        describe.apply(failure) + what));
    }

    @Override
    public List<Classification> classifications() {
        unreadable.keySet().forEach(name -> descriptions.computeIfPresent(name, (same, description) -> UNSPECIFIC));
        if (descriptions.isEmpty()) {
            return List.of();
        }
        List<Tag> tags = descriptions.entrySet().stream()
                .map(entry -> new Tag(entry.getKey(), entry.getValue()))
                .toList();
        return List.of(
                new Classification(classification, "Row-level security policies of PostgreSQL tables, by name", tags));
    }

    @Override
    public List<HierarchyFailure> failures() {
        return unreadable.entrySet().stream()
                .filter(entry -> !descriptions.containsKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
