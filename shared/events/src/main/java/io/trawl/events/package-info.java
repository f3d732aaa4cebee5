/**
 * The CloudEvents that connect the functions. Start with {@link Events}, which defines types, sources and ids; most
 * other records are the data of one type. {@link Envelope} is an event as JSON; the status of an
 * {@link EventException} decides whether a broker delivers the event again. {@code docs/events.md} describes the
 * events for users and changes with them.
 *
 * <p>An event must not carry a credential or the content of an entity, and must stay under 64 KiB. This package must
 * not send or receive: the orchestrator sends, the functions receive.
 */
package io.trawl.events;
