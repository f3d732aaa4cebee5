package io.trawl.api.workflow;

import io.trawl.api.model.EntityType;
import java.util.Optional;

/**
 * Asks the filter of one type, and counts, for a warning if it lets nothing through: that is a wrong pattern more often than what
 * a user wants, and the run succeeds. Used by one thread.
 */
public final class FilterCounts {

    private final Filters filters;
    private final EntityType type;
    private long seen;
    private boolean passed;

    /** Nothing was asked yet. */
    public FilterCounts(Filters filters, EntityType type) {
        this.filters = filters;
        this.type = type;
    }

    /** What {@link Filters#allows} answers. */
    public boolean allows(String rawName, String fqn) {
        boolean allowed = filters.allows(type, rawName, fqn);
        seen++;
        passed |= allowed;
        return allowed;
    }

    /** There was something that is not asked about here, and the filter may have let it through. */
    public void passUnseen() {
        passed = true;
    }

    /** One line; empty if there was nothing, or something came through. */
    public Optional<String> warning() {
        return seen == 0 || passed
                ? Optional.empty()
                : Optional.of("%s: lets no %s through (%d %s seen)"
                        .formatted(filters.path(type), word(), seen, seen == 1 ? "was" : "were"));
    }

    private String word() {
        return switch (type) {
            case DATABASE_SCHEMA -> "schema";
            case TABLE -> "table or view";
            case STORED_PROCEDURE -> "procedure or function";
            default -> type.wireName();
        };
    }
}
