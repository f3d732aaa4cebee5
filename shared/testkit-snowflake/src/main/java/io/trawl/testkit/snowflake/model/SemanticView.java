package io.trawl.testkit.snowflake.model;

import java.util.List;

/**
 * A semantic view.
 *
 * @param name exact
 * @param members dimensions, facts and metrics
 * @param ddl the whole statement that GET_DDL answers
 * @param comment or null
 * @param owner the role
 */
public record SemanticView(String name, List<Member> members, String ddl, String comment, String owner) {

    /**
     * What SHOW COLUMNS lists of it.
     *
     * @param kind {@code DIMENSION}, {@code FACT} or {@code METRIC}
     * @param column name, type and comment
     */
    public record Member(String kind, Column column) {}
}
