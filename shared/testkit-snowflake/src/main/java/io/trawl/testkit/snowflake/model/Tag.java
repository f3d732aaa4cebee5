package io.trawl.testkit.snowflake.model;

/**
 * A tag's value on an object.
 *
 * @param database of the tag itself
 * @param schema of the tag itself
 * @param name of the tag
 * @param value its value on the object
 */
public record Tag(String database, String schema, String name, String value) {}
