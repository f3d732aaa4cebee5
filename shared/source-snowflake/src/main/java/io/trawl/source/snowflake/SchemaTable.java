package io.trawl.source.snowflake;

import io.trawl.source.kit.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What SHOW says of a table, view, stream, stage or semantic view.
 *
 * @param name raw
 * @param description its comment
 * @param owner a role
 * @param clusterBy its clustering key
 * @param text how a view or a dynamic table is defined; null of others, and where the role may not see it
 * @param location of the files of an external table or a stage
 * @param base what a stream is on, as a qualified name; null of others, and where the role may not see it
 */
record SchemaTable(
        String name,
        Kind kind,
        @Nullable String description,
        @Nullable String owner,
        @Nullable String clusterBy,
        @Nullable String text,
        @Nullable String location,
        @Nullable String base) {

    SchemaTable withClusterBy(@Nullable String key) {
        return new SchemaTable(name, kind, description, owner, key, text, location, base);
    }

    SchemaTable withText(@Nullable String definition) {
        return new SchemaTable(name, kind, description, owner, clusterBy, definition, location, base);
    }

    SchemaTable withLocation(@Nullable String url) {
        return new SchemaTable(name, kind, description, owner, clusterBy, text, url, base);
    }

    SchemaTable withBase(@Nullable String qualifiedName) {
        return new SchemaTable(name, kind, description, owner, clusterBy, text, location, qualifiedName);
    }

    /** The rows that it counts for in a cache: long text counts for more than one. */
    int rows() {
        return 1 + (text == null ? 0 : text.length() / 256);
    }
}
