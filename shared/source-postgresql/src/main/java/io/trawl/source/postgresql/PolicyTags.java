package io.trawl.source.postgresql;

import io.trawl.core.model.Hierarchy.Classification;
import io.trawl.core.model.Hierarchy.Tag;
import io.trawl.source.jdbc.HierarchyReader;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Row-level security policies as tags, as OpenMetadata's own connector shows them: one tag for each policy name. */
final class PolicyTags implements HierarchyReader.Tags {

    private static final String POLICIES = SqlResource.load(PolicyTags.class, "policies.sql");
    private static final String UNSPECIFIC = "PostgreSQL row-level security policy";

    private final Transactions transactions;
    private final String classification;
    private final Map<String, String> descriptions = new TreeMap<>();

    PolicyTags(Transactions transactions, String classification) {
        this.transactions = transactions;
        this.classification = classification;
    }

    /**
     * @param condition under which a row is visible or may be written; null if there is none
     */
    private record Policy(String name, String condition) {}

    @Override
    public void read(Connection session, Set<String> schemas) throws SQLException {
        addAll(policies(session, schemas));
    }

    private List<Policy> policies(Connection session, Set<String> schemas) throws SQLException {
        return transactions.read(session, POLICIES, List.of(), answers -> {
            ResultSet row = answers.next();
            List<Policy> policies = new ArrayList<>();
            while (row.next()) {
                if (schemas.contains(row.getString(1))) {
                    policies.add(new Policy(row.getString(2), row.getString(3)));
                }
            }
            return policies;
        });
    }

    /** Policies of one name that differ in their condition share a tag that names none. */
    private void addAll(List<Policy> policies) {
        for (Policy policy : policies) {
            String description = policy.condition() == null ? UNSPECIFIC : UNSPECIFIC + ": " + policy.condition();
            descriptions.merge(policy.name(), description, (one, other) -> one.equals(other) ? one : UNSPECIFIC);
        }
    }

    @Override
    public List<Classification> classifications() {
        if (descriptions.isEmpty()) {
            return List.of();
        }
        List<Tag> tags = descriptions.entrySet().stream()
                .map(entry -> new Tag(entry.getKey(), entry.getValue()))
                .toList();
        return List.of(
                new Classification(classification, "Row-level security policies of PostgreSQL tables, by name", tags));
    }
}
