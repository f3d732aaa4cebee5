package io.trawl.source.snowflake;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.TagLabel;
import io.trawl.source.kit.FailureClassifier;
import io.trawl.source.kit.PartialResult;
import io.trawl.source.snowflake.SchemaTags.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads tags with one statement for each schema, which needs a warehouse and a grant on the account's usage data. They are as much
 * as two hours old there. Tags of a schema or a database, which Snowflake hands down to tables, are not read. Safe for use by
 * several threads.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/account-usage/tag_references">TAG_REFERENCES view</a>
 */
final class TagReferences {

    private static final String UNREADABLE =
            "its tags could not be read: see source warehouse and accountUsageSchema in trawl check";
    private static final Query TAGS = Query.load("tags.sql");

    private final boolean included;
    private final Query tags;
    private final FailureClassifier failures;
    private final SchemaCache<SchemaTags> cache;
    /** Without the grant no schema's tags can be read: one failure is enough. */
    private volatile boolean refused;
    /** Whether they could not be read for another reason, of which the reading of the hierarchy may know nothing. */
    private volatile boolean unreadable;

    /**
     * @param included whether tags are wanted
     * @param usageSchema of the account, as SQL
     */
    TagReferences(boolean included, String usageSchema, FailureClassifier failures, Clock clock) {
        this.included = included;
        this.tags = TAGS.withText("usage", usageSchema);
        this.failures = failures;
        this.cache = new SchemaCache<>(clock, SchemaCache.MOST_ROWS, SchemaTags::rows);
    }

    /** The tags of a schema; none if the role may not see them, which the reading of the hierarchy has reported. */
    SchemaTags of(Connection session, SchemaName schema) throws Exception {
        return !included || refused ? SchemaTags.NONE : cache.get(schema, () -> read(session, schema));
    }

    /** What a table is to be warned of, once its tags were asked for. */
    Optional<String> warning() {
        return unreadable ? Optional.of(UNREADABLE) : Optional.empty();
    }

    /** Forgets what was read, and that the tags could not be read. */
    void forget() {
        refused = false;
        unreadable = false;
        cache.forget();
    }

    private SchemaTags read(Connection session, SchemaName schema) throws Exception {
        Map<Target, List<TagLabel>> labels = new HashMap<>();
        try {
            tags.bind(schema.database(), schema.schema()).each(session, row -> {
                String domain = row.getString("DOMAIN");
                String value = row.getString("TAG_VALUE");
                if (isOfTable(domain) && isTag(value)) {
                    labels.computeIfAbsent(
                                    new Target(row.getString("OBJECT_NAME"), row.getString("COLUMN_NAME")),
                                    none -> new ArrayList<>())
                            .add(label(row.getString("TAG_NAME"), value));
                }
            });
        } catch (SQLException e) {
            if (!PartialResult.isAboutAnObject(failures, e)) {
                throw e;
            }
            refused = true;
            unreadable |= failures.classify(e) != FailureKind.PERMISSION;
            return SchemaTags.NONE;
        }
        return new SchemaTags(labels);
    }

    private static boolean isOfTable(String domain) {
        return "TABLE".equals(domain) || "COLUMN".equals(domain);
    }

    /** Whether a value can be a tag of OpenMetadata, as its own connector sees it: not a text like {@code {"a":1}}. */
    static boolean isTag(String value) {
        return value != null && !value.isBlank() && value.indexOf('"') < 0;
    }

    private static TagLabel label(String tag, String value) {
        return TagLabel.automated(Fqn.of(tag, value));
    }
}
