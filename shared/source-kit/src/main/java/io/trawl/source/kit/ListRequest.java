package io.trawl.source.kit;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of a listing.
 *
 * @param type of the entities
 * @param everyKind whether kinds that the workflow leaves out are listed too, views for example
 * @param scope the database and its schemas; a single schema if the source reads by schema
 * @param after {@link Page#next} of the page before; null for the first
 * @param limit entities in the page at most; the page before may have had another limit
 * @param damaged whether a page of this one entity has failed: it is to be listed under a name that can be read, such as
 *     one in which the bytes that are no text are escaped, and fails when it is read; or the page names its schema as
 *     incomplete. A source that cannot do that lists it as ever
 */
public record ListRequest(
        EntityType type,
        boolean everyKind,
        Scope scope,
        @Nullable String after,
        int limit,
        boolean damaged) {

    /** Raw name of the database. */
    public String database() {
        return scope.database();
    }

    /** Raw names of the schemas, at least one. */
    public List<String> schemas() {
        return scope.schemas();
    }
}
