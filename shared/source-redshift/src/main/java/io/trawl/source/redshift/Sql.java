package io.trawl.source.redshift;

import io.trawl.source.jdbc.Results;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A statement with places like {@code {oids}}: Redshift takes no arrays as bind values, so numbers are written into it, and
 * names get a bind value each. Names are bound in the order in which they stand in the statement.
 *
 * @param text of the statement
 * @param names its bind values
 */
record Sql(String text, List<String> names) {

    /** A resource beside this class. */
    static Sql load(String name) {
        return new Sql(SqlResource.load(Sql.class, name), List.of());
    }

    /** With a number in a place. */
    Sql with(String place, long number) {
        return with(place, List.of(number));
    }

    /** With a list of numbers, at least one, in a place. */
    Sql with(String place, Collection<Long> numbers) {
        return written(place, numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    /** With letters of the catalog, at least one, in a place. */
    Sql withLetters(String place, Collection<String> letters) {
        return written(place, letters.stream().map(each -> "'" + each + "'").collect(Collectors.joining(", ")));
    }

    private Sql written(String place, String values) {
        return new Sql(text.replace("{" + place + "}", values), names);
    }

    /** With names for the next question marks. */
    Sql bind(String... more) {
        return binding(List.of(more));
    }

    /** With a list of names, at least one, wherever a place stands; nothing else may be bound in between. */
    Sql bind(String place, Collection<String> list) {
        Sql bound = this;
        for (int at = text.indexOf("{" + place + "}"); at >= 0; at = text.indexOf("{" + place + "}", at + 1)) {
            bound = bound.binding(list);
        }
        return bound.written(place, String.join(", ", Collections.nCopies(list.size(), "?")));
    }

    private Sql binding(Collection<String> more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(more);
        return new Sql(text, all);
    }

    /** What its rows hold. */
    <T> List<T> list(Connection session, Results.Row<T> row) throws SQLException {
        return execute(session, rows -> Results.list(rows, row));
    }

    /** Takes a row. */
    @FunctionalInterface
    interface Rows {

        /** Reads the row that the answer stands at. */
        void add(ResultSet row) throws SQLException;
    }

    /** Hands on each of its rows. */
    void each(Connection session, Rows rows) throws SQLException {
        execute(session, answer -> {
            while (answer.next()) {
                rows.add(answer);
            }
            return null;
        });
    }

    /** The driver keeps the text of each prepared statement, so what has numbers in it, and no names, is not prepared. */
    private <T> T execute(Connection session, Results.Row<T> reading) throws SQLException {
        try (Statement statement = names.isEmpty() ? session.createStatement() : prepare(session);
                ResultSet answer = statement instanceof PreparedStatement prepared
                        ? prepared.executeQuery()
                        : statement.executeQuery(text)) {
            return reading.of(answer);
        }
    }

    private PreparedStatement prepare(Connection session) throws SQLException {
        PreparedStatement statement = session.prepareStatement(text);
        int next = 1;
        for (String name : names) {
            statement.setString(next++, name);
        }
        return statement;
    }

    /** A name of a user's object as a statement writes it, for the few statements that take no bind value in its place. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
