package io.trawl.testkit.snowflake.model;

import java.util.List;

/**
 * A column of a table or view.
 *
 * @param name exact
 * @param type its data type
 * @param nullable whether it may be null
 * @param defaultExpression as declared, or null
 * @param identity as SHOW COLUMNS prints it, for example {@code IDENTITY START 1 INCREMENT 1 NOORDER}, or null
 * @param expression of a virtual column, or null
 * @param comment or null
 * @param tags of the column
 */
public record Column(
        String name,
        ColumnType type,
        boolean nullable,
        String defaultExpression,
        Identity identity,
        String expression,
        String comment,
        List<Tag> tags) {

    /** Numbers that count up by themselves. */
    public record Identity(long start, long increment, boolean ordered) {}

    /** A nullable column. */
    public static Column of(String name, ColumnType type) {
        return new Column(name, type, true, null, null, null, null, List.of());
    }

    /** The same, not null. */
    public Column notNull() {
        return new Column(name, type, false, defaultExpression, identity, expression, comment, tags);
    }

    /** The same with a default. */
    public Column defaultTo(String expressionOfDefault) {
        return new Column(name, type, nullable, expressionOfDefault, identity, expression, comment, tags);
    }

    /** The same as identity. */
    public Column identity(long start, long increment, boolean ordered) {
        Identity numbers = new Identity(start, increment, ordered);
        return new Column(name, type, nullable, defaultExpression, numbers, expression, comment, tags);
    }

    /** The same as virtual column. */
    public Column virtual(String computed) {
        return new Column(name, type, nullable, defaultExpression, identity, computed, comment, tags);
    }

    /** The same with a comment. */
    public Column comment(String text) {
        return new Column(name, type, nullable, defaultExpression, identity, expression, text, tags);
    }

    /** The same with these tags only. */
    public Column tags(Tag... all) {
        return new Column(name, type, nullable, defaultExpression, identity, expression, comment, List.of(all));
    }
}
