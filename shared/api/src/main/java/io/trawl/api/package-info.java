/**
 * What the author of a source, a sink, a ledger or an orchestrator sees. Start with
 * {@link io.trawl.api.source.DiscoverableSource}, {@link io.trawl.api.sink.Sink},
 * {@link io.trawl.api.ledger.Ledger} or {@link io.trawl.api.orchestrator.OrchestratorProvider}, and with the values they exchange, {@link io.trawl.api.model.EntityDescriptor}
 * and {@link io.trawl.api.model.Outcome}. {@link io.trawl.api.Providers} finds implementations on the class path.
 *
 * <p>These packages must not depend on any other package of Trawl, nor on each other in a cycle:
 * {@code util}, {@code model}, {@code workflow} and {@code report} come first, the interfaces after them.
 */
package io.trawl.api;
