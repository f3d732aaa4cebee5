package io.trawl.testkit.snowflake.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a statement. Names without quotes are stored in upper case, names in double quotes as they are
 * (docs.snowflake.com/en/sql-reference/identifiers-syntax); in strings a backslash escapes, and a quote may be doubled
 * (docs.snowflake.com/en/sql-reference/data-types-text, "escape sequences in single-quoted string constants").
 */
final class Lexer {

    private final String sql;
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    static List<Token> tokens(String sql) {
        Lexer lexer = new Lexer(sql);
        List<Token> all = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            all.add(token);
        } while (token.kind() != Token.Kind.END);
        return all;
    }

    private Token next() {
        skipBlanks();
        int start = at;
        if (at == sql.length()) {
            return new Token(Token.Kind.END, "<EOF>", start);
        }
        char first = sql.charAt(at);
        if (first == '"') {
            return new Token(Token.Kind.QUOTED, quoted(), start);
        }
        if (first == '\'') {
            return new Token(Token.Kind.STRING, string(), start);
        }
        if (Character.isLetter(first) || first == '_') {
            while (at < sql.length()
                    && (Character.isLetterOrDigit(sql.charAt(at)) || "_$".indexOf(sql.charAt(at)) >= 0)) {
                at++;
            }
            return new Token(Token.Kind.WORD, sql.substring(start, at).toUpperCase(Locale.ROOT), start);
        }
        if (Character.isDigit(first)) {
            while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
                at++;
            }
            return new Token(Token.Kind.NUMBER, sql.substring(start, at), start);
        }
        at++;
        if (first == '?') {
            return new Token(Token.Kind.BIND, "?", start);
        }
        if ((first == '<' || first == '>' || first == '!') && at < sql.length() && "=>".indexOf(sql.charAt(at)) >= 0) {
            at++;
        }
        return new Token(Token.Kind.SYMBOL, sql.substring(start, at), start);
    }

    private void skipBlanks() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("/*", at) && sql.indexOf("*/", at) > 0) {
                at = sql.indexOf("*/", at) + 2;
            } else {
                return;
            }
        }
    }

    private String quoted() {
        StringBuilder name = new StringBuilder();
        int start = at++;
        while (at < sql.length()) {
            char each = sql.charAt(at++);
            if (each != '"') {
                name.append(each);
            } else if (at < sql.length() && sql.charAt(at) == '"') {
                name.append('"');
                at++;
            } else {
                return name.toString();
            }
        }
        throw SqlException.syntax(start, "\"");
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        int start = at++;
        while (at < sql.length()) {
            char each = sql.charAt(at++);
            if (each == '\\' && at < sql.length()) {
                text.append(escaped(sql.charAt(at++)));
            } else if (each != '\'') {
                text.append(each);
            } else if (at < sql.length() && sql.charAt(at) == '\'') {
                text.append('\'');
                at++;
            } else {
                return text.toString();
            }
        }
        throw SqlException.syntax(start, "'");
    }

    /** What an escape stands for; a backslash before any other character is dropped. */
    private String escaped(char each) {
        return switch (each) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case '0' -> "\0";
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            default -> String.valueOf(each);
        };
    }

    private String hex(int digits) {
        try {
            char value = (char) Integer.parseInt(sql.substring(at, at + digits), 16);
            at += digits;
            return String.valueOf(value);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw SqlException.syntax(at, "\\");
        }
    }
}
