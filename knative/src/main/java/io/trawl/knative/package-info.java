/**
 * Runs on Knative: sends a CloudEvent to a broker for each batch, and the broker delivers it to a worker. Start with
 * {@link KnativeProvider} and {@link RunSteps}, then {@link BrokerDispatcher}; {@link EventSender} sends one event with retries, {@link RunEvents} sends events about
 * whole runs, {@link BrokerBinding} is the broker's address.
 *
 * <p>This package must not depend on Quarkus or on a particular source, sink or ledger, and must not receive events:
 * the functions do.
 */
package io.trawl.knative;
