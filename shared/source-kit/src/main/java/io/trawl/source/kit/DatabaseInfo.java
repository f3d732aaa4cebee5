package io.trawl.source.kit;

import org.jspecify.annotations.Nullable;

/**
 * A database of the server.
 *
 * @param name raw name
 * @param description its comment
 * @param usable whether it allows sessions, and the role's
 */
public record DatabaseInfo(String name, @Nullable String description, boolean usable) {}
