package io.trawl.core.engine;

import io.trawl.core.model.EntityType;
import java.util.List;

/**
 * What a deletion would do in one scope: one type below one parent.
 *
 * @param type what is gone
 * @param parentFqn the schema for tables and procedures, the database for schemas, the service for databases
 * @param known how many of the type the catalog holds there, within the filters
 * @param gone fully qualified names that a complete listing lacked and that the source confirmed to be gone
 * @param withinLimit whether their share is at most {@code deletion.maxShare}; otherwise none of them is deleted
 */
public record Deletion(EntityType type, String parentFqn, long known, List<String> gone, boolean withinLimit) {

    /** One line that says why nothing is deleted and what the user can do about it. */
    public String refusal(double maxShare) {
        return "%s: %d of %d %ss are gone from the source, more than deletion.maxShare %s allows: none is marked as deleted (--allow-large-deletion does it once)"
                .formatted(parentFqn, gone.size(), known, type.wireName(), maxShare);
    }
}
