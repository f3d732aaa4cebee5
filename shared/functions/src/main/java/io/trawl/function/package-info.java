/**
 * What the discovery function and the worker function share. Start with {@link Workflows}, which reads workflows by
 * name and reports readiness. {@link IncomingEvent} checks an event, {@link EventFailures} turns a failure into an
 * HTTP answer, {@link RunMetrics} counts.
 *
 * <p>This package must not depend on either function, or on a source, a sink or a durable ledger.
 */
package io.trawl.function;
