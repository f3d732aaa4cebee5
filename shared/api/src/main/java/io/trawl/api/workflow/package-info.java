/**
 * A workflow as it was read and checked. Start with {@link Workflow}. {@link DistributedExecution} says how its runs are
 * distributed, {@link Filters} which entities are ingested. A source, a sink and an orchestrator have records of their own for
 * their keys, {@link SourceConnection}, {@link SinkConfig} and {@link OrchestratorConfig}. {@link Retry} repeats work as a
 * {@link RetryPolicy} says.
 *
 * <p>This package must not read files or the environment: {@code io.trawl.config} does. The value of a {@link Secret}
 * must not reach a message.
 */
package io.trawl.api.workflow;
