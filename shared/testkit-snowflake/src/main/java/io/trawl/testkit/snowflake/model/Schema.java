package io.trawl.testkit.snowflake.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A schema.
 *
 * @param name exact
 * @param comment or null
 * @param owner the role
 * @param created when
 * @param usableBy the roles that may use it; null for all
 * @param tables and views, in the order of names
 * @param streams in the order of names
 * @param stages in the order of names
 * @param semanticViews in the order of names
 * @param procedures in the order of names
 * @param functions in the order of names
 * @param tags of the schema
 */
public record Schema(
        String name,
        String comment,
        String owner,
        Instant created,
        Set<String> usableBy,
        List<Table> tables,
        List<Stream> streams,
        List<Stage> stages,
        List<SemanticView> semanticViews,
        List<Routine> procedures,
        List<Routine> functions,
        List<Tag> tags) {

    /** Starts to describe a schema. */
    public static SchemaBuilder builder(String name) {
        return new SchemaBuilder(name);
    }

    /** Starts to describe a schema like this one. */
    public SchemaBuilder copy() {
        return new SchemaBuilder(this);
    }

    /** Whether a role may use it. */
    public boolean usableBy(String role) {
        return usableBy == null || usableBy.contains(role);
    }

    /** A table or view by its exact name. */
    public Optional<Table> table(String exact) {
        int low = 0;
        int high = tables.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = NameOrder.BY_CODE_POINT.compare(tables.get(middle).name(), exact);
            if (order == 0) {
                return Optional.of(tables.get(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }
}
