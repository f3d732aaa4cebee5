package io.trawl.api.orchestrator;

/**
 * What a run in pods will probably take; times are in seconds.
 *
 * @param workers how many pods work on batches
 * @param atATime how many of them at a time
 * @param podSeconds for how long all pods exist together
 * @param wallSeconds how long the run takes
 * @param paceKnown whether an earlier run has shown how fast a worker is
 * @param limitedByNodes whether pods take several batches because a run may not have more pods
 * @param limitedByConnections whether fewer are at work at a time than {@code parallelism} because of
 *     {@code maxSourceConnections}
 */
public record PodEstimate(
        int workers,
        int atATime,
        long podSeconds,
        long wallSeconds,
        boolean paceKnown,
        boolean limitedByNodes,
        boolean limitedByConnections) {}
