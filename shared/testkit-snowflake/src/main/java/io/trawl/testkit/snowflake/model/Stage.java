package io.trawl.testkit.snowflake.model;

/**
 * A named stage.
 *
 * @param name exact
 * @param url of an external stage, empty for an internal one
 * @param cloud {@code AWS}, {@code AZURE} or {@code GCP}; null for an internal one
 * @param comment or null
 * @param owner the role
 */
public record Stage(String name, String url, String cloud, String comment, String owner) {}
