package io.trawl.api.model;

import java.util.List;

/**
 * Where to list entities: schemas of one database. A source that lists schema by schema walks through them; one that can
 * list a whole database at once does.
 *
 * @param database raw name
 * @param schemas raw names, at least one
 */
public record Scope(String database, List<String> schemas) {
    public Scope {
        schemas = List.copyOf(schemas);
    }
}
