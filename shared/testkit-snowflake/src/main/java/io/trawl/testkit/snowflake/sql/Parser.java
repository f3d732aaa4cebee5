package io.trawl.testkit.snowflake.sql;

import io.trawl.testkit.snowflake.sql.Sql.AlterSession;
import io.trawl.testkit.snowflake.sql.Sql.Show;
import io.trawl.testkit.snowflake.sql.Sql.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Understands the statements of the allow-list and refuses all others as a syntax error. */
public final class Parser {

    private final List<Token> tokens;
    private int at;
    private int binds;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * The statement that a text says.
     *
     * @param ignoreCase whether names in quotes are read in upper case (QUOTED_IDENTIFIERS_IGNORE_CASE)
     */
    public static Sql parse(String sql, boolean ignoreCase) {
        List<Token> tokens = Lexer.tokens(sql);
        Parser parser =
                new Parser(ignoreCase ? tokens.stream().map(Token::upperCase).toList() : tokens);
        Sql statement = parser.statement();
        if (parser.peek().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        return statement;
    }

    private Sql statement() {
        if (accept("SHOW")) {
            return show();
        }
        if (accept("SELECT")) {
            return new SelectParser(this).select();
        }
        if (accept("ALTER")) {
            return alterSession();
        }
        if (accept("USE")) {
            return use();
        }
        throw unexpected();
    }

    private Sql show() {
        ShowKind what = null;
        for (ShowKind each : ShowKind.values()) {
            if (startsWith(each.words)) {
                what = each;
            }
        }
        if (what == null) {
            throw unexpected();
        }
        at += what.words.size();
        List<String> names = List.of();
        Set<String> scopes = what.within.words();
        if (!scopes.isEmpty()) {
            expect("IN");
            Token scope = advance();
            if (!scopes.contains(scope.text())) {
                at--;
                throw unexpected();
            }
            names = names(List.of("DATABASE", "SCHEMA", "TABLE").indexOf(scope.text()) + 1);
        }
        Integer limit = null;
        String from = null;
        if (what.paged && accept("LIMIT")) {
            limit = number();
            if (accept("FROM")) {
                from = string();
            }
        }
        return new Show(what, names, limit, from);
    }

    private Sql alterSession() {
        expect("SESSION");
        Map<String, String> parameters = new LinkedHashMap<>();
        if (accept("UNSET")) {
            do {
                parameters.put(word(), null);
            } while (accept(","));
        } else {
            expect("SET");
            do {
                accept(",");
                String name = word();
                expect("=");
                parameters.put(name, advance().text());
            } while (peek().kind() != Token.Kind.END);
        }
        return new AlterSession(parameters);
    }

    private Sql use() {
        for (String what : List.of("WAREHOUSE", "ROLE", "DATABASE")) {
            if (accept(what)) {
                return new Use(what, names(1));
            }
        }
        expect("SCHEMA");
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (accept("."));
        return new Use("SCHEMA", names);
    }

    List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                expect(".");
            }
            names.add(name());
        }
        return names;
    }

    /** An identifier: in quotes exact, else in upper case. */
    String name() {
        Token token = advance();
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED) {
            at--;
            throw unexpected();
        }
        return token.text();
    }

    String word() {
        return text(Token.Kind.WORD);
    }

    String string() {
        return text(Token.Kind.STRING);
    }

    int number() {
        return Integer.parseInt(text(Token.Kind.NUMBER));
    }

    private String text(Token.Kind kind) {
        Token token = advance();
        if (token.kind() != kind) {
            at--;
            throw unexpected();
        }
        return token.text();
    }

    int nextBind() {
        return ++binds;
    }

    boolean accept(String word) {
        if (peek().is(word)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw unexpected();
        }
    }

    Token peek() {
        return tokens.get(at);
    }

    Token advance() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    private boolean startsWith(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (at + i >= tokens.size() || !tokens.get(at + i).is(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    SqlException unexpected() {
        return SqlException.syntax(peek().position(), peek().text());
    }
}
