/**
 * What the engine needs from a database whose metadata is ingested. Start with {@link DiscoverableSource}, which lists
 * entities and reads them in batches; a {@link SourceProvider} makes one for a workflow. {@link ConnectionBudget}
 * limits the connections to a source.
 *
 * <p>A source must not open a connection without a lease of the budget, call a listing complete that was cut short, or
 * throw for one entity. This package must not use JDBC; {@code shared/source-jdbc} does.
 */
package io.trawl.api.source;
