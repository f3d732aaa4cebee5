/**
 * Executes runs. Start with {@link IngestionEngine}, which the commands and functions call, then read {@link Run}, which takes a
 * run through its phases: {@link Discovery} lists and plans, a {@link Dispatcher} brings batches to workers,
 * {@link BatchWork} and {@link Worker} read and write a batch, {@link Finish} deletes what is gone.
 *
 * <p>This package must not name a particular source, sink, durable ledger or orchestrator: {@link io.trawl.api.Providers}
 * finds them. One entity that fails becomes an {@link io.trawl.api.model.Outcome}; it must not end the run or throw.
 */
package io.trawl.engine;
