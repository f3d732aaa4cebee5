package io.trawl.api.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * {@code workflowConfig.distributedExecution.deletion}: how much may be marked as deleted in a scope, which is one type below
 * one parent, the tables of a schema for example.
 *
 * @param maxShare of what the catalog holds in the scope, 0 to 1
 * @param maxCount so many in any case, 0 to {@link #MOST}: in a small scope a share is too little
 */
public record DeletionLimit(
        @JsonProperty(defaultValue = "0.2")
        @JsonPropertyDescription(
                "If more than this share of a scope (the tables of a schema, for example) is gone, and more than maxCount, delete nothing in it and say so; 0 to 1")
        double maxShare,

        @JsonProperty(defaultValue = "5")
        @JsonPropertyDescription("So many may be deleted from a scope whatever their share, but never all; 0 to 10000")
        int maxCount) {

    /** The most that {@code maxCount} may be. */
    public static final int MOST = 10_000;

    /** The defaults. */
    public static DeletionLimit standard() {
        return new DeletionLimit(0.2, 5);
    }

    /**
     * Whether so many may be marked as deleted; a scope that would become empty is another matter.
     *
     * @param gone how many are gone from the source
     * @param size how many the catalog holds in the scope, those included
     */
    public boolean allows(long gone, long size) {
        return gone <= Math.max(maxShare * size, maxCount);
    }
}
