package io.trawl.config;

import java.util.Map;
import java.util.Optional;

/** The sources that Trawl has and that a build may leave out of its images, with the Maven property that decides. */
final class SourcesOfBuild {

    /** By {@code source.type}; the properties are in the root {@code pom.xml}. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "postgres", "source.postgresql",
            "redshift", "source.redshift",
            "snowflake", "source.snowflake");

    private SourcesOfBuild() {}

    /** What brings a source into an image; empty if Trawl has no such source. */
    static Optional<String> option(String type) {
        return Optional.ofNullable(PROPERTIES.get(type)).map(property -> "-D" + property + "=compile");
    }
}
