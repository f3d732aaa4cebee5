/**
 * Where entities are written. Start with {@link Sink}; a {@link SinkProvider} makes one for a workflow.
 *
 * <p>A sink must not decide whether an entity has changed or what is deleted: the engine does. It must not throw for
 * one entity, but return an {@link io.trawl.api.model.Outcome} for it.
 */
package io.trawl.api.sink;
