/**
 * The discovery function, which answers CloudEvents over HTTP. Start with {@link DiscoveryFunction}. {@link LocalRuns}
 * executes a run in this process; {@link BrokerRuns} leads a run whose batches a broker delivers, one limited step for each request;
 * {@link DeadLetters} records events that the broker could not deliver.
 *
 * <p>State that such a run needs must not be kept here between requests, since the next step may reach another
 * pod: it belongs in the ledger. A failure must leave as an {@link io.trawl.events.EventException}, which sets the
 * HTTP status.
 */
package io.trawl.discovery.function;
