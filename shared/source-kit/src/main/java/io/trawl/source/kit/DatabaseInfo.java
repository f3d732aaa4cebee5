package io.trawl.source.kit;

/**
 * A database of the server.
 *
 * @param name raw name
 * @param description its comment, or null
 * @param usable whether it allows sessions, and the role's
 */
public record DatabaseInfo(String name, String description, boolean usable) {}
