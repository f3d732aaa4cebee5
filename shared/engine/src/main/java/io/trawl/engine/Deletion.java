package io.trawl.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.trawl.api.model.EntityType;
import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.DeletionLimit;
import java.util.List;

/**
 * What a deletion would do in one scope: one type below one parent.
 *
 * @param type what is gone
 * @param parentFqn the schema for tables and procedures, the database for schemas, the service for databases
 * @param known how many of the type the catalog holds there when the run has written everything, but for what the run leaves
 *     out
 * @param gone fully qualified names that a complete listing lacked and that the source confirmed to be gone; at least one
 * @param verdict whether they are marked as deleted; if not, none of them is
 */
public record Deletion(EntityType type, String parentFqn, long known, List<String> gone, Verdict verdict) {

    private static final int MOST_NAMED = 10;

    /** Whether a scope's deletions are carried out. */
    public enum Verdict {
        /** They are. */
        WITHIN_LIMIT,
        /** There are more of them than {@code deletion.maxShare} and {@code deletion.maxCount} allow. */
        ABOVE_LIMIT,
        /** Nothing would be left in the scope. */
        WOULD_EMPTY
    }

    /** Judges what is gone from a scope. */
    static Deletion of(EntityType type, String parentFqn, long known, List<String> gone, DeletionLimit limit) {
        Verdict verdict = gone.size() >= known
                ? Verdict.WOULD_EMPTY
                : limit.allows(gone.size(), known) ? Verdict.WITHIN_LIMIT : Verdict.ABOVE_LIMIT;
        return new Deletion(type, parentFqn, known, gone, verdict);
    }

    /** Whether they may be marked as deleted without {@code --allow-large-deletion}. */
    @JsonProperty
    public boolean withinLimit() {
        return verdict == Verdict.WITHIN_LIMIT;
    }

    /** One line that says why nothing is deleted and what the user can do about it. */
    public String refusal(DeletionLimit limit) {
        String why = verdict == Verdict.WOULD_EMPTY
                ? "nothing would be left"
                : "more than deletion.maxShare %s and deletion.maxCount %d allow"
                        .formatted(limit.maxShare(), limit.maxCount());
        return "%s: %d of %d %ss are gone from the source, %s: none is marked as deleted (--allow-large-deletion does it once)"
                .formatted(parentFqn, gone.size(), known, type.wireName(), why);
    }

    /** The same in one line for all scopes of a run that would become empty; small ones may be many. */
    static String refusalToEmpty(List<Deletion> emptied, DeletionLimit limit) {
        if (emptied.size() == 1) {
            return emptied.get(0).refusal(limit);
        }
        List<String> scopes = emptied.stream()
                .map(scope -> scope.parentFqn() + " (" + scope.gone().size() + " "
                        + scope.type().wireName() + "s)")
                .toList();
        return "nothing would be left in %d scopes of the catalog: none of what is gone from them is marked as deleted (--allow-large-deletion does it once): %s"
                .formatted(emptied.size(), OneLine.listed(scopes, MOST_NAMED, emptied.size()));
    }
}
