package io.trawl.testkit.snowflake.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A name inside a string, as GET_DDL takes it, for example {@code "D"."S"."F"(NUMBER, VARCHAR)}.
 *
 * @param parts exact; what is not in quotes in upper case
 * @param arguments the types in parentheses without blanks, or null
 */
public record ObjectName(List<String> parts, String arguments) {

    /** The name that a text says. */
    public static ObjectName parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        List<String> parts = new ArrayList<>();
        do {
            parts.add(parser.name());
        } while (parser.accept("."));
        StringBuilder arguments = null;
        if (parser.peek().is("(")) {
            arguments = new StringBuilder();
            while (parser.peek().kind() != Token.Kind.END) {
                arguments.append(parser.advance().text());
            }
        } else if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        return new ObjectName(List.copyOf(parts), arguments == null ? null : arguments.toString());
    }
}
