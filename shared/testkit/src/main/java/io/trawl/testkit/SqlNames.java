package io.trawl.testkit;

import io.trawl.testkit.DemoVocabulary.Subject;

/** Names and literals as SQL wants them. */
public final class SqlNames {

    private SqlNames() {}

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String qualified(String schema, String name) {
        return quote(schema) + '.' + quote(name);
    }

    static String qualified(Subject subject) {
        return qualified(subject.schema(), subject.noun());
    }

    static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
