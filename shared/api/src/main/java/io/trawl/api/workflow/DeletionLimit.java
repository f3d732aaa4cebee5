package io.trawl.api.workflow;

/**
 * {@code workflowConfig.distributedExecution.deletion}: how much may be marked as deleted in a scope, which is one type below
 * one parent, the tables of a schema for example.
 *
 * @param maxShare of what the catalog holds in the scope, 0 to 1
 * @param maxCount so many in any case, 0 to {@link #MOST}: in a small scope a share is too little
 */
public record DeletionLimit(double maxShare, int maxCount) {

    /** The most that {@code maxCount} may be. */
    public static final int MOST = 10_000;

    public static final double DEFAULT_SHARE = 0.2;
    public static final int DEFAULT_COUNT = 5;

    /** The defaults. */
    public static DeletionLimit standard() {
        return new DeletionLimit(DEFAULT_SHARE, DEFAULT_COUNT);
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
