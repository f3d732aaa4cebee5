package io.trawl.source.redshift;

import io.trawl.source.jdbc.SqlResource;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.stream.Collectors;

/**
 * A statement with places like {@code {oids}}: Redshift takes no arrays as bind values, so numbers are written into it, and
 * names get a bind value each.
 *
 * @param text of the statement
 */
record Sql(String text) {

    /** A resource beside this class. */
    static Sql load(String name) {
        return new Sql(SqlResource.load(Sql.class, name));
    }

    /** With a number in a place. */
    Sql with(String place, long number) {
        return new Sql(text.replace("{" + place + "}", Long.toString(number)));
    }

    /** With a list of numbers, at least one, in a place. */
    Sql with(String place, Collection<Long> numbers) {
        return new Sql(text.replace(
                "{" + place + "}", numbers.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    /** With letters of the catalog, at least one, in a place. */
    Sql withLetters(String place, Collection<String> letters) {
        return new Sql(text.replace(
                "{" + place + "}",
                letters.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", "))));
    }

    /** With room for some bind values, at least one, in a place. */
    Sql withBinds(String place, int number) {
        return new Sql(text.replace("{" + place + "}", String.join(", ", Collections.nCopies(number, "?"))));
    }

    /** A name of a user's object as a statement writes it, for the few statements that take no bind value in its place. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Binds names.
     *
     * @param from number of the first
     * @return number of the next bind value
     */
    static int bind(PreparedStatement statement, int from, Collection<String> names) throws SQLException {
        int next = from;
        for (String name : names) {
            statement.setString(next++, name);
        }
        return next;
    }
}
