package io.trawl.testkit.snowflake.model;

/**
 * A stream.
 *
 * @param name exact
 * @param source the table or view as {@code DB.SCHEMA.NAME}; null hides it, as SHOW does without the privilege
 * @param sourceType {@code Table}, {@code View}, {@code Stage} or {@code External Table}
 * @param mode {@code DEFAULT}, {@code APPEND_ONLY} or {@code INSERT_ONLY}
 * @param comment or null
 * @param owner the role
 */
public record Stream(String name, String source, String sourceType, String mode, String comment, String owner) {}
