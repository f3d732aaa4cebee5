package io.trawl.source.snowflake;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy.Classification;
import io.trawl.api.model.Hierarchy.Tag;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.source.kit.FailureClassifier;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.kit.TagReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The tags that objects of a database carry, as OpenMetadata's own connector shows them: a classification for each of Snowflake's
 * tags, in it a tag for each of its values. Without the grant, or without a warehouse, there are none, and that is said once.
 */
final class TagValues implements TagReader<Connection> {

    private static final Query VALUES = Query.load("tag-values.sql");

    private static final String CLASSIFICATION = "SNOWFLAKE TAG NAME";
    private static final String VALUE = "SNOWFLAKE TAG VALUE";

    private final Query values;
    private final String usageSchema;
    private final FailureClassifier failures;
    private final Map<String, Set<String>> found = new TreeMap<>();
    private final List<HierarchyFailure> unreadable = new ArrayList<>();

    /** @param usageSchema of the account, as SQL */
    TagValues(String usageSchema, FailureClassifier failures) {
        this.values = VALUES.withText("usage", usageSchema);
        this.usageSchema = usageSchema;
        this.failures = failures;
    }

    @Override
    public void read(Connection session, String database, Set<String> schemas, Function<Throwable, String> describe)
            throws SQLException {
        if (!unreadable.isEmpty()) {
            return;
        }
        try {
            values.bind(database).each(session, row -> {
                if (TagReferences.isTag(row.getString("TAG_VALUE"))) {
                    found.computeIfAbsent(row.getString("TAG_NAME"), none -> new TreeSet<>())
                            .add(row.getString("TAG_VALUE"));
                }
            });
        } catch (SQLException e) {
            if (!PartialResult.isAboutAnObject(failures, e)) {
                throw e;
            }
            unreadable.add(new HierarchyFailure(
                    EntityType.TAG,
                    Fqn.of("SNOWFLAKE"),
                    failures.classify(e),
                    describe.apply(e) + "; no tags are read: includeTags needs the warehouse, and SELECT on "
                            + usageSchema + ".TAG_REFERENCES"));
        }
    }

    @Override
    public List<Classification> classifications() {
        return found.entrySet().stream()
                .map(each -> new Classification(
                        each.getKey(),
                        CLASSIFICATION,
                        each.getValue().stream()
                                .map(value -> new Tag(value, VALUE))
                                .toList()))
                .toList();
    }

    @Override
    public List<HierarchyFailure> failures() {
        return List.copyOf(unreadable);
    }
}
