/**
 * What an orchestrator implements. Start with {@link OrchestratorProvider}. The local orchestrator, threads of one process,
 * is the engine's own and needs no provider.
 *
 * <p>This package must not name a particular orchestrator.
 */
package io.trawl.api.orchestrator;
