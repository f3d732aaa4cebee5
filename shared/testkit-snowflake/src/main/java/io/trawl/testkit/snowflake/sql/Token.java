package io.trawl.testkit.snowflake.sql;

import java.util.Locale;

/**
 * A piece of a statement.
 *
 * @param kind what it is
 * @param text in upper case for words; without quotes and escapes for names and strings
 * @param position of its first character
 */
record Token(Kind kind, String text, int position) {

    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        BIND,
        SYMBOL,
        END
    }

    /** The same, a name in quotes as if it stood without them. */
    Token upperCase() {
        return kind == Kind.QUOTED ? new Token(kind, text.toUpperCase(Locale.ROOT), position) : this;
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(word);
    }
}
