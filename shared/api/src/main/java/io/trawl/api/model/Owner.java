package io.trawl.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An owner: what the source knows is a name; the sink finds the user or team of that name and fills in the rest.
 *
 * @param id the user's or team's id in the catalog; null until the sink has resolved it, and then always present
 * @param type {@code user} or {@code team}
 * @param name the name the source gives, for PostgreSQL a role
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Owner(@Nullable String id, String type, String name) {

    /** An owner that only its name is known of. */
    public static Owner named(String name) {
        return new Owner(null, "user", name);
    }
}
