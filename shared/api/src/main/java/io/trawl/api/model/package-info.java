/**
 * The values that sources, sinks, ledgers and the engine exchange. Start with {@link EntityDescriptor}, which refers
 * to an entity, {@link Entity}, which holds what was read of it, {@link Outcome}, its result in a run, and
 * {@link FailureKind}, which decides what follows from a failure. {@link Fqn} builds and splits fully qualified names.
 *
 * <p>This package must not depend on any other package of Trawl. The components of {@link Table},
 * {@link StoredProcedure} and what they contain are written to OpenMetadata as they are: rename none, and add none
 * that its create request does not have.
 */
package io.trawl.api.model;
