package io.trawl.api.ledger;

/**
 * The part of a run's present pass that has no outcome yet.
 *
 * @param batches how many
 * @param cost of these batches as they were planned, in the unit of a descriptor's priority
 */
public record OpenWork(long batches, long cost) {}
